package io.tidewatch.serving.model;

import io.tidewatch.domain.UserException;
import io.tidewatch.mlflow.ModelPackage;
import io.tidewatch.mlflow.ModelVersion;
import java.nio.file.Path;
import java.util.Optional;

/** Where model packages come from: a registry with an alias. */
public interface ModelSource {
  /** A registry without models. */
  static ModelSource none() {
    return new ModelSource() {
      @Override
      public Optional<ModelVersion> current() {
        return Optional.empty();
      }

      @Override
      public ModelPackage download(ModelVersion version, Path directory) {
        throw new IllegalStateException("there is no version to bring");
      }
    };
  }

  /**
   * The version that the alias points at now; empty when there is no such model or alias.
   *
   * @throws UserException when the registry does not answer
   */
  Optional<ModelVersion> current();

  /**
   * Copies the package of a version to a directory, which appears only whole and verified.
   *
   * @throws UserException when the registry does not answer or the package is damaged
   */
  ModelPackage download(ModelVersion version, Path directory);
}
