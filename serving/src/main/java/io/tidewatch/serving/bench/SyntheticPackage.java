package io.tidewatch.serving.bench;

import io.tidewatch.domain.HeldOutError;
import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.feature.DemandView;
import io.tidewatch.feature.FeatureSet;
import io.tidewatch.mlflow.GoldenRows;
import io.tidewatch.mlflow.ModelPackage;
import io.tidewatch.mlflow.PackageManifest;
import io.tidewatch.mlflow.WorkloadModel;
import io.tidewatch.serving.model.Predictor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;

/** Packages around {@link SyntheticModel}s, as training would write them. */
public final class SyntheticPackage {
  private static final int GOLDEN_ROWS = 8;

  private SyntheticPackage() {}

  /** A package whose pooled entry serves every workload. */
  public static ModelPackage write(Path directory, byte[] onnx, Duration step) {
    Map<String, WorkloadModel> workloads = Map.of(PackageManifest.POOLED, entry("gbt"));
    return ModelPackage.write(directory, onnx, manifest(step, workloads), golden(onnx));
  }

  /** A manifest of this process' features. */
  public static PackageManifest manifest(Duration step, Map<String, WorkloadModel> workloads) {
    return new PackageManifest(
        PackageManifest.SCHEMA,
        "forecast",
        PackageManifest.FeatureSetReference.of(DemandFeatures.set()),
        DemandFeatures.HORIZONS,
        (int) step.toSeconds(),
        "synthetic",
        42,
        new PackageManifest.TrainingWindow(
            Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-11-15T00:00:00Z")),
        Map.of("features", 1L),
        workloads,
        Map.of("wape_h5", 5.0));
  }

  /** An entry whose interval is −5 % to +6 %, 10 % and 15 % and whose errors beat the baselines. */
  public static WorkloadModel entry(String method) {
    Map<Integer, WorkloadModel.Bounds> conformal = new HashMap<>();
    List<HeldOutError> heldOut = new ArrayList<>();
    for (int horizon : DemandFeatures.HORIZONS) {
      conformal.put(horizon, new WorkloadModel.Bounds(-0.01 * horizon, 0.012 * horizon));
      heldOut.add(new HeldOutError(horizon, horizon, 1.5 * horizon, 2.0 * horizon, 0.9, 20, 600));
    }
    List<Double> quantiles =
        DoubleStream.iterate(-0.05, q -> q + 0.0015).limit(101).boxed().toList();
    return new WorkloadModel(method, conformal, new WorkloadModel.Peak(5, quantiles), heldOut);
  }

  /** Golden rows with the answers that the runtime gives here. */
  public static GoldenRows golden(byte[] onnx) {
    FeatureSet<DemandView> features = DemandFeatures.set();
    SplittableRandom random = new SplittableRandom(7);
    double[][] rows = new double[GOLDEN_ROWS][features.size()];
    for (double[] row : rows) {
      // Exact in float, so that what is written is what was asked.
      Arrays.setAll(row, i -> (float) (0.5 + random.nextDouble()));
    }
    double[][] answers = ask(onnx, features.size(), rows);
    Map<String, List<Double>> columns = new HashMap<>();
    List<String> outputs = SyntheticModel.outputs();
    for (int h = 0; h < outputs.size(); h++) {
      int column = h;
      columns.put(outputs.get(h), Arrays.stream(answers).map(row -> row[column]).toList());
    }
    List<List<Double>> inputs =
        Arrays.stream(rows).map(row -> DoubleStream.of(row).boxed().toList()).toList();
    return new GoldenRows(features.names(), inputs, columns);
  }

  private static double[][] ask(byte[] onnx, int features, double[][] rows) {
    try {
      Path file = Files.createTempFile("synthetic", ".onnx");
      try {
        Files.write(file, onnx);
        try (Predictor predictor = Predictor.open(file, features, DemandFeatures.HORIZONS)) {
          return predictor.predict(rows);
        }
      } finally {
        Files.delete(file);
      }
    } catch (IOException full) {
      throw new UncheckedIOException("cannot write a temporary file", full);
    }
  }
}
