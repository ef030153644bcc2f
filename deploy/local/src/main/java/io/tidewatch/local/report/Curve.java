package io.tidewatch.local.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Demand and pods over time.
 *
 * @param capacity demand that one ready pod carries
 * @param replicas pods of each policy, one value a step like {@code demand}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Curve(
    String trace,
    Instant startTime,
    int stepSeconds,
    String unit,
    double capacity,
    double[] demand,
    Map<String, int[]> replicas) {
  public Curve {
    unit = unit == null ? "requests/s" : unit;
    replicas.forEach((policy, pods) -> requireLength(policy, pods.length, demand.length));
  }

  /** The same with at most so many values: the largest of each stretch, so that no peak is lost. */
  public Curve thinned(int most) {
    int stretch = (demand.length + most - 1) / most;
    if (stretch <= 1) {
      return this;
    }
    Map<String, int[]> thin = new LinkedHashMap<>();
    replicas.forEach((policy, pods) -> thin.put(policy, largest(pods, stretch)));
    double[] peaks = new double[(demand.length + stretch - 1) / stretch];
    for (int i = 0; i < demand.length; i++) {
      peaks[i / stretch] = Math.max(peaks[i / stretch], demand[i]);
    }
    return new Curve(trace, startTime, stepSeconds * stretch, unit, capacity, peaks, thin);
  }

  /** Only the steps from {@code from} to before {@code to}. */
  public Curve part(int from, int to) {
    Map<String, int[]> part = new LinkedHashMap<>();
    replicas.forEach((policy, pods) -> part.put(policy, Arrays.copyOfRange(pods, from, to)));
    Instant start = startTime.plusSeconds((long) from * stepSeconds);
    double[] values = Arrays.copyOfRange(demand, from, to);
    return new Curve(trace, start, stepSeconds, unit, capacity, values, part);
  }

  private static int[] largest(int[] values, int stretch) {
    int[] peaks = new int[(values.length + stretch - 1) / stretch];
    for (int i = 0; i < values.length; i++) {
      peaks[i / stretch] = Math.max(peaks[i / stretch], values[i]);
    }
    return peaks;
  }

  private static void requireLength(String policy, int length, int expected) {
    if (length != expected) {
      throw new IllegalArgumentException(
          policy + " has " + length + " values for " + expected + " of demand");
    }
  }
}
