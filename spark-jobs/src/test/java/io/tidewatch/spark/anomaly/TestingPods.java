package io.tidewatch.spark.anomaly;

import io.tidewatch.domain.Series;
import io.tidewatch.feature.HealthFeatures;
import io.tidewatch.feature.PodView;
import io.tidewatch.spark.anomaly.HeldOut.PodRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Pods in good health, seeded: a course that repeats and noise in the metrics that most have. */
final class TestingPods {
  static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

  private static final List<String> MEASURED =
      List.of(
          "cpu_usage",
          "memory_working_set",
          "memory_of_limit",
          "pod_request_rate",
          "pod_latency_p95",
          "network_receive");
  private static final int BEFORE = 740;

  private TestingPods() {}

  /** The vectors of a pod's steps, with its health features. */
  static List<double[]> vectors(String pod, int steps) {
    Random random = new Random(pod.hashCode());
    Map<String, Series> own = new HashMap<>();
    for (String metric : MEASURED) {
      own.put(metric, Series.of(0, course(random, BEFORE + steps)));
    }
    List<double[]> vectors = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      Map<String, double[]> peers = new HashMap<>();
      MEASURED.forEach(metric -> peers.put(metric, course(random, 3)));
      vectors.add(HealthFeatures.set().vector(new PodView(own, peers, BEFORE + step)));
    }
    return vectors;
  }

  /** The rows of some pods of one workload. */
  static List<PodRow> rows(String workload, int pods, int steps) {
    List<PodRow> rows = new ArrayList<>();
    for (int pod = 0; pod < pods; pod++) {
      List<double[]> vectors = vectors(workload + pod, steps);
      for (int step = 0; step < steps; step++) {
        Instant ts = START.plusSeconds(60L * step);
        String key = workload + "/pod-" + pod + "/" + ts.getEpochSecond();
        rows.add(PodRow.of(new SampledRow(KeyHash.of(7, key), key, Floats.of(vectors.get(step)))));
      }
    }
    return rows.stream().sorted((one, other) -> Long.compare(one.hash(), other.hash())).toList();
  }

  static GrownForest grown(List<PodRow> rows, ForestSettings settings) {
    return TestingRows.grown(rows.stream().map(PodRow::values).toList(), settings);
  }

  private static double[] course(Random random, int steps) {
    double[] values = new double[steps];
    Arrays.setAll(
        values,
        i -> 0.4 * (1 + 0.2 * Math.sin(2 * Math.PI * i / 40) + 0.05 * random.nextGaussian()));
    return values;
  }
}
