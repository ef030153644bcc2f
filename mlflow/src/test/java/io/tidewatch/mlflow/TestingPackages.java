package io.tidewatch.mlflow;

import io.tidewatch.domain.HeldOutError;
import io.tidewatch.mlflow.PackageManifest.FeatureSetReference;
import io.tidewatch.mlflow.PackageManifest.TrainingWindow;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Small packages; their graph is a few bytes that nobody loads. */
final class TestingPackages {

  private TestingPackages() {}

  static PackageManifest manifest() {
    return new PackageManifest(
        PackageManifest.SCHEMA,
        "forecast",
        new FeatureSetReference("demand", 1, "sha256:ab"),
        List.of(5, 10, 15),
        60,
        "0.1.0",
        42,
        new TrainingWindow(
            Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-11-14T00:00:00Z")),
        Map.of("features", 3L),
        Map.of("shop/web", workload("gbt"), "*", workload("pooled")),
        Map.of("wape_h5", 4.5));
  }

  static WorkloadModel workload(String method) {
    WorkloadModel.Bounds bounds = new WorkloadModel.Bounds(-0.05, 0.06);
    List<Double> quantiles = IntStream.rangeClosed(0, 100).mapToObj(i -> i / 100.0 - 0.5).toList();
    return new WorkloadModel(
        method,
        Map.of(5, bounds, 10, bounds, 15, bounds),
        new WorkloadModel.Peak(5, quantiles),
        List.of(new HeldOutError(5, 4.5, 6.1, 12.0, 0.91, 20.0, 900)));
  }

  static GoldenRows golden() {
    return new GoldenRows(
        List.of("level", "lag_1"),
        List.of(List.of(100.0, 0.98), List.of(50.0, 1.5)),
        Map.of("h5", List.of(0.01, -0.2), "h10", List.of(0.02, -0.3), "h15", List.of(0.0, 2.5)));
  }

  /** A package whose graph is that text. */
  static ModelPackage write(Path directory, String graph) throws Exception {
    Files.createDirectories(directory.resolve("spark/h5"));
    Files.writeString(directory.resolve("spark/h5/part-0"), "native");
    byte[] onnx = graph.getBytes(StandardCharsets.UTF_8);
    return ModelPackage.write(directory, onnx, manifest(), golden());
  }
}
