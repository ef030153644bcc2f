package io.tidewatch.serving.model;

import io.tidewatch.domain.Forecast.ModelId;
import io.tidewatch.mlflow.PackageManifest;
import io.tidewatch.mlflow.PolicyModel;
import java.time.Instant;
import java.util.Objects;

/** Verified policy parameters and sizes in memory. */
public record LoadedPolicy(
    ModelId id,
    PackageManifest manifest,
    LoadedModel.Origin origin,
    Instant loadedAt,
    PolicyModel policy)
    implements ServedModel {
  public LoadedPolicy {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(manifest, "manifest");
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(loadedAt, "loadedAt");
    Objects.requireNonNull(policy, "policy");
  }

  /** Nothing to free. */
  @Override
  public void close() {}
}
