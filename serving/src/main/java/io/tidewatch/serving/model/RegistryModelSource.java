package io.tidewatch.serving.model;

import io.tidewatch.mlflow.ModelPackage;
import io.tidewatch.mlflow.ModelRegistry;
import io.tidewatch.mlflow.ModelVersion;
import java.nio.file.Path;
import java.util.Optional;

/** The packages of one alias of one registered model in MLflow. */
public record RegistryModelSource(ModelRegistry registry, String model, String alias)
    implements ModelSource {
  @Override
  public Optional<ModelVersion> current() {
    return registry.byAlias(model, alias);
  }

  @Override
  public ModelPackage download(ModelVersion version, Path directory) {
    return registry.download(version, directory);
  }
}
