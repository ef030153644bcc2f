package io.tidewatch.serving.model;

import io.tidewatch.domain.Forecast.ModelId;
import io.tidewatch.mlflow.PackageManifest;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

/**
 * A verified model in memory.
 *
 * @param origin where its package came from
 * @param loadedAt since when it can be used
 */
public record LoadedModel(
    ModelId id, PackageManifest manifest, Origin origin, Instant loadedAt, Predictor predictor)
    implements ServedModel {
  public LoadedModel {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(manifest, "manifest");
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(loadedAt, "loadedAt");
    Objects.requireNonNull(predictor, "predictor");
  }

  @Override
  public void close() {
    predictor.close();
  }

  /** Where a package came from. */
  public enum Origin {
    REGISTRY,
    /** The last good one on disk, because the registry did not answer. */
    CACHE;

    /** As it is written in answers. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
