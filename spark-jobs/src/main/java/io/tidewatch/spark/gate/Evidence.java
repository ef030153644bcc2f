package io.tidewatch.spark.gate;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that a verdict on one version may look at.
 *
 * @param workloads those with at least one held-out forecast
 * @param bytes size of its package
 * @param micros time to evaluate one row in a batch, all horizons
 */
public record Evidence(List<WorkloadEvidence> workloads, long bytes, double micros) {
  public Evidence {
    workloads = List.copyOf(workloads);
  }

  /** How many forecasts were scored. */
  public int origins() {
    return (int) sum(Tally::origins);
  }

  /** 100·Σ|y−ŷ| ÷ Σy over everything. */
  public double wape() {
    return 100 * sum(Tally::absolute) / sum(Tally::truth);
  }

  /** The same at one horizon. */
  public double wape(int horizon) {
    return at(horizon, Tally::absolute);
  }

  /** What the better baseline reaches over everything. */
  public double baseline() {
    return 100 * Math.min(sum(Tally::lastValue), sum(Tally::seasonal)) / sum(Tally::truth);
  }

  /** The last value's error at one horizon. */
  public double lastValue(int horizon) {
    return at(horizon, Tally::lastValue);
  }

  /** The seasonal naive's error at one horizon. */
  public double seasonal(int horizon) {
    return at(horizon, Tally::seasonal);
  }

  /** Mean over workloads and horizons of MAE ÷ the usual change: each workload counts alike. */
  public double mase() {
    return tallies()
        .mapToDouble(t -> t.absolute() / t.origins() / Math.max(t.usualChange(), 1e-9))
        .average()
        .orElse(Double.POSITIVE_INFINITY);
  }

  /** 100·Σ pinball ÷ Σy: of both bounds, over everything. */
  public double pinball() {
    return 100 * sum(Tally::pinball) / sum(Tally::truth);
  }

  /** Share of truths inside the 90 % interval. */
  public double coverage() {
    return sum(Tally::covered) / sum(Tally::origins);
  }

  /** A sum over the replays of all workloads. */
  double decided(ToDoubleFunction<Decided> what) {
    return workloads.stream().flatMap(w -> w.decisions().stream()).mapToDouble(what).sum();
  }

  /** How many workloads could be replayed. */
  long replayed() {
    return workloads.stream().filter(w -> !w.decisions().isEmpty()).count();
  }

  /** The error of each workload. */
  Map<String, Double> byWorkload() {
    return workloads.stream()
        .collect(Collectors.toMap(WorkloadEvidence::workload, WorkloadEvidence::wape));
  }

  private double at(int horizon, ToDoubleFunction<Tally> what) {
    double truth = 0;
    double sum = 0;
    for (Tally tally : tallies().filter(t -> t.horizon() == horizon).toList()) {
      truth += tally.truth();
      sum += what.applyAsDouble(tally);
    }
    return 100 * sum / truth;
  }

  private double sum(ToDoubleFunction<Tally> what) {
    return tallies().mapToDouble(what).sum();
  }

  private Stream<Tally> tallies() {
    return workloads.stream().flatMap(workload -> workload.tallies().stream());
  }
}
