package io.tidewatch.serving.model;

import io.tidewatch.domain.Forecast.ModelId;
import io.tidewatch.mlflow.PackageManifest;
import java.time.Instant;

/** A verified model in memory, of any kind. */
public interface ServedModel extends AutoCloseable {
  /** Which version it is. */
  ModelId id();

  /** What its package says about itself. */
  PackageManifest manifest();

  /** Where its package came from. */
  LoadedModel.Origin origin();

  /** Since when it can be used. */
  Instant loadedAt();

  /** Frees its memory; nobody may use it any more. */
  @Override
  void close();
}
