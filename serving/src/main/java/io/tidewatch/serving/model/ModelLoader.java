package io.tidewatch.serving.model;

import io.tidewatch.domain.Forecast.ModelId;
import io.tidewatch.mlflow.ModelPackage;

/** Turns packages of one kind into models. */
@FunctionalInterface
public interface ModelLoader<M extends ServedModel> {
  /**
   * Loads a package whose checksums hold and asks its graph the golden rows.
   *
   * @throws io.tidewatch.domain.UserException when this process must not serve it
   */
  M load(ModelId id, ModelPackage content, LoadedModel.Origin origin);
}
