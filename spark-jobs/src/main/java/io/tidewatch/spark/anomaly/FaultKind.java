package io.tidewatch.spark.anomaly;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * What goes wrong with a pod, as multiples of what is usual for it, step by step; and the metrics
 * in which it shows.
 */
enum FaultKind {
  /** For a few steps many times as much. */
  SPIKE("cpu_usage", "cpu_throttled", "pod_latency_p95") {
    @Override
    void plant(double[] values, Random random) {
      multiply(values, 1 + random.nextInt(5), 3 + 5 * random.nextDouble());
    }
  },
  /** From some step on another level. */
  LEVEL_SHIFT("pod_request_rate", "pod_error_rate", "pod_latency_p95", "open_connections") {
    @Override
    void plant(double[] values, Random random) {
      multiply(values, 10 + random.nextInt(50), 1.5 + 1.5 * random.nextDouble());
    }
  },
  /** More with every step, as memory that nobody frees. */
  LEAK("memory_working_set", "memory_of_limit", "heap_after_gc", "gc_time") {
    @Override
    void plant(double[] values, Random random) {
      int steps = 60 + random.nextInt(240);
      double more = 1 + 2 * random.nextDouble();
      for (int i = 1; i <= steps; i++) {
        values[values.length - steps + i - 1] *= 1 + more * i / steps;
      }
    }
  },
  /** The same value again and again, as of an exporter that hangs. */
  STUCK_VALUE("pod_request_rate", "network_receive", "network_transmit", "cpu_usage") {
    @Override
    void plant(double[] values, Random random) {
      int first = values.length - 30 - random.nextInt(90);
      for (int i = first; i < values.length; i++) {
        values[i] = values[first];
      }
    }
  };

  private final List<String> metrics;

  FaultKind(String... metrics) {
    this.metrics = List.of(metrics);
  }

  /** Changes the end of a series. */
  abstract void plant(double[] values, Random random);

  /** Where it shows. */
  List<String> metrics() {
    return metrics;
  }

  /** Its name for a person. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static void multiply(double[] values, int steps, double by) {
    for (int i = values.length - steps; i < values.length; i++) {
      values[i] *= by;
    }
  }
}
