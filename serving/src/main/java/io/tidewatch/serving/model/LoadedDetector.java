package io.tidewatch.serving.model;

import io.tidewatch.domain.Forecast.ModelId;
import io.tidewatch.mlflow.AnomalyModel;
import io.tidewatch.mlflow.PackageManifest;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A verified anomaly model in memory.
 *
 * @param detector its thresholds and its scaler
 * @param features the names of the graph's inputs, in their order
 */
public record LoadedDetector(
    ModelId id,
    PackageManifest manifest,
    LoadedModel.Origin origin,
    Instant loadedAt,
    AnomalyModel detector,
    List<String> features,
    AnomalyGraph graph)
    implements ServedModel {
  public LoadedDetector {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(manifest, "manifest");
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(loadedAt, "loadedAt");
    Objects.requireNonNull(detector, "detector");
    features = List.copyOf(features);
    Objects.requireNonNull(graph, "graph");
  }

  @Override
  public void close() {
    graph.close();
  }
}
