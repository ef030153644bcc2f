package io.tidewatch.operator;

import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.WorkloadId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The mean demand of every workload over the last nominal day, from one value an hour: it says how
 * many pods are usual, no more. Read again once an hour.
 */
final class UsualDemand {
  private static final int STEPS_PER_HOUR = Timescale.STEPS_PER_DAY / 24;

  private final Timescale timescale;
  private final Map<WorkloadId, Double> means = new HashMap<>();
  private Set<WorkloadId> asked = Set.of();
  private long readAgainAt = Long.MIN_VALUE;

  UsualDemand(Timescale timescale) {
    this.timescale = timescale;
  }

  /** The mean of a workload; empty until one value at least is known. */
  OptionalDouble of(WorkloadId workload) {
    Double mean = means.get(workload);
    return mean == null ? OptionalDouble.empty() : OptionalDouble.of(mean);
  }

  /**
   * Reads the day that ends at a step, if that is due or a workload is new; keeps the old means of
   * what is unknown.
   */
  void readDayUntil(long step, Fleet fleet) {
    Set<WorkloadId> workloads = Set.copyOf(fleet.ids());
    if (step < readAgainAt && asked.containsAll(workloads)) {
      return;
    }
    asked = workloads;
    means.keySet().retainAll(workloads);
    Map<WorkloadId, double[]> sums = new HashMap<>();
    for (int hour = 0; hour < 24; hour++) {
      Instant at = timescale.wallTime(step - (long) hour * STEPS_PER_HOUR);
      if (!add(fleet.observer().settledDemand(at), sums)) {
        break;
      }
    }
    sums.forEach((workload, sum) -> means.put(workload, sum[0] / sum[1]));
    readAgainAt = sums.isEmpty() ? step : step + STEPS_PER_HOUR;
  }

  // False when nothing at all is known: history ends here, or the server is down and calls hang.
  private boolean add(Observation seen, Map<WorkloadId, double[]> sums) {
    boolean any = false;
    for (WorkloadId workload : asked) {
      OptionalDouble demand = seen.demandOf(workload).value();
      if (demand.isPresent()) {
        double[] sum = sums.computeIfAbsent(workload, none -> new double[2]);
        sum[0] += demand.getAsDouble();
        sum[1]++;
        any = true;
      }
    }
    return any;
  }
}
