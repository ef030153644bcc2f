package io.tidewatch.operator.heal;

import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.Series;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.policy.heal.MemoryTrend;
import io.tidewatch.source.RangeResult;
import io.tidewatch.source.RangeSeries;
import io.tidewatch.source.StepRange;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The last steps of all pods' memory: one query each step for what is new, whatever the number of
 * workloads.
 */
final class MemoryBook {
  private static final int LENGTH = MemoryTrend.LONGEST;

  private final Optional<QuerySpec> query;
  private final MemorySource source;
  private final Map<PodKey, Ring> rings = new HashMap<>();
  private Set<WorkloadId> known = Set.of();
  private long newest = Long.MIN_VALUE;

  private record PodKey(WorkloadId workload, String pod) {}

  /**
   * @param query which the source's series are answers to; empty if there is none
   */
  MemoryBook(Optional<QuerySpec> query, MemorySource source) {
    this.query = query;
    this.source = source;
  }

  /** The values of one pod by step; a slot belongs to the step that it was written for. */
  private static final class Ring {
    private final long[] steps = new long[LENGTH];
    private final double[] values = new double[LENGTH];

    Ring() {
      Arrays.fill(steps, Long.MIN_VALUE);
    }

    void put(long step, double value) {
      int slot = (int) Math.floorMod(step, (long) LENGTH);
      steps[slot] = step;
      values[slot] = value;
    }

    double at(long step) {
      int slot = (int) Math.floorMod(step, (long) LENGTH);
      return steps[slot] == step ? values[slot] : Double.NaN;
    }
  }

  /**
   * Reads up to a step.
   *
   * @param workloads whose pods are kept
   * @return why what is new is not known; the next call asks for it again
   */
  Optional<String> readTo(long step, Set<WorkloadId> workloads) {
    // Of a workload that was not looked at before the past is not there.
    boolean complete = known.containsAll(workloads);
    long after = complete ? Math.max(newest, step - LENGTH) : step - LENGTH;
    rings.keySet().removeIf(key -> !workloads.contains(key.workload()));
    if (after >= step) {
      return Optional.empty();
    }
    try {
      RangeResult result = source.read(new StepRange(after, step));
      result.series().forEach(series -> keep(series, workloads));
      if (!result.gaps().isEmpty()) {
        return Optional.of(result.gaps().get(0).detail());
      }
      newest = step;
      known = Set.copyOf(workloads);
      forgetPodsBefore(step - LENGTH);
      return Optional.empty();
    } catch (UserException down) {
      return Optional.of(down.problem() + ": " + down.reason());
    }
  }

  /** What is known of a pod after a step; empty if nothing ever was. */
  Series of(WorkloadId workload, String pod, long after, long until) {
    Ring ring = rings.get(new PodKey(workload, pod));
    long first = Math.max(after, until - LENGTH) + 1;
    if (ring == null || first > until) {
      return Series.of(until);
    }
    double[] values = new double[(int) (until - first + 1)];
    for (int i = 0; i < values.length; i++) {
      values[i] = ring.at(first + i);
    }
    return Series.of(first, values);
  }

  private void keep(RangeSeries series, Set<WorkloadId> workloads) {
    Optional<WorkloadId> workload =
        query.flatMap(each -> each.workloadOf(series.labels())).filter(workloads::contains);
    String pod = query.map(each -> each.podOf(series.labels())).orElse("");
    if (workload.isEmpty() || pod.isEmpty() || QuerySpec.isAbsentZero(series.labels())) {
      return;
    }
    Ring ring = rings.computeIfAbsent(new PodKey(workload.get(), pod), key -> new Ring());
    for (int i = 0; i < series.steps().length; i++) {
      ring.put(series.steps()[i], series.values()[i]);
    }
  }

  private void forgetPodsBefore(long step) {
    rings.values().removeIf(ring -> Arrays.stream(ring.steps).allMatch(at -> at <= step));
  }
}
