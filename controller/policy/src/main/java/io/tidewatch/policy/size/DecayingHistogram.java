package io.tidewatch.policy.size;

import io.tidewatch.domain.Timescale;

/**
 * A histogram whose samples lose half of their weight every 24 nominal hours, in buckets that grow
 * by 5 %.
 *
 * <p>This is the one of Kubernetes' Vertical Pod Autoscaler (kubernetes/autoscaler,
 * vertical-pod-autoscaler/pkg/recommender/util/decaying_histogram.go and
 * model/aggregations_config.go): bucket n begins at first·(r^n − 1)/(r − 1) with r = 1.05, the
 * first bucket ends at 0.01 cores or 10 MB, and a percentile is the end of the bucket that holds
 * it, so that it is never below the samples it speaks of. Weights are relative to one moment, the
 * newest, because only their proportions matter.
 */
final class DecayingHistogram {
  private static final double RATIO = 1.05;
  private static final double CPU_FIRST = 0.01;
  private static final double CPU_LARGEST = 1_000;
  private static final double MEMORY_FIRST = 1e7;
  private static final double MEMORY_LARGEST = 1e12;
  private static final double HALF_LIFE = Timescale.STEPS_PER_DAY;

  private final double first;
  private final double[] weights;
  private final long now;
  private int samples;

  private DecayingHistogram(double first, double largest, long now) {
    this.first = first;
    this.weights = new double[bucket(largest, first) + 1];
    this.now = now;
  }

  /** Of cores. */
  static DecayingHistogram cpu(long now) {
    return new DecayingHistogram(CPU_FIRST, CPU_LARGEST, now);
  }

  /** Of bytes. */
  static DecayingHistogram memory(long now) {
    return new DecayingHistogram(MEMORY_FIRST, MEMORY_LARGEST, now);
  }

  /** Adds a value of a step that is not after {@code now}. */
  void add(double value, long step) {
    int bucket = Math.min(bucket(value, first), weights.length - 1);
    weights[bucket] += Math.pow(0.5, (now - step) / HALF_LIFE);
    samples++;
  }

  int samples() {
    return samples;
  }

  /** The end of the bucket below which a share {@code p} of the weight lies. */
  double percentile(double p) {
    double total = 0;
    for (double weight : weights) {
      total += weight;
    }
    double below = 0;
    int bucket = 0;
    for (; bucket < weights.length - 1; bucket++) {
      below += weights[bucket];
      if (below >= p * total) {
        break;
      }
    }
    return start(Math.min(bucket + 1, weights.length - 1));
  }

  private double start(int bucket) {
    return first * (Math.pow(RATIO, bucket) - 1) / (RATIO - 1);
  }

  private static int bucket(double value, double first) {
    if (value < first) {
      return 0;
    }
    return (int) (Math.log(value * (RATIO - 1) / first + 1) / Math.log(RATIO));
  }
}
