package io.tidewatch.policy;

import io.tidewatch.policy.HpaInputs.Reading;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the pods of an HPA count for one metric: {@code groupPods} of Kubernetes 1.34.
 *
 * @param ready number of pods whose reading counts
 * @param unready names of pods that are not ready enough for theirs to count
 * @param missing names of pods without a reading
 * @param ignored names of pods that are gone or failed
 * @param branches why
 */
record PodGroups(
    int ready,
    Set<String> unready,
    Set<String> missing,
    Set<String> ignored,
    Set<HpaBranch> branches) {

  static PodGroups of(
      List<HpaPod> pods,
      Map<String, Reading> readings,
      boolean cpu,
      HpaTuning tuning,
      Instant now) {
    PodGroups groups =
        new PodGroups(
            0, new HashSet<>(), new HashSet<>(), new HashSet<>(), EnumSet.noneOf(HpaBranch.class));
    int ready = 0;
    for (HpaPod pod : pods) {
      ready += groups.add(pod, readings.get(pod.name()), cpu, tuning, now) ? 1 : 0;
    }
    return new PodGroups(ready, groups.unready, groups.missing, groups.ignored, groups.branches);
  }

  /** Whether the pod's reading counts. */
  private boolean add(HpaPod pod, Reading reading, boolean cpu, HpaTuning tuning, Instant now) {
    if (pod.deleting() || pod.phase() == HpaPod.Phase.FAILED) {
      branches.add(pod.deleting() ? HpaBranch.POD_DELETED : HpaBranch.POD_FAILED);
      return !ignored.add(pod.name());
    }
    if (pod.phase() == HpaPod.Phase.PENDING) {
      branches.add(HpaBranch.POD_PENDING);
      return !unready.add(pod.name());
    }
    if (reading == null) {
      branches.add(HpaBranch.POD_MISSING);
      return !missing.add(pod.name());
    }
    if (cpu && doubtful(pod, reading, tuning, now)) {
      return !unready.add(pod.name());
    }
    return true;
  }

  private boolean doubtful(HpaPod pod, Reading reading, HpaTuning tuning, Instant now) {
    if (pod.started().isEmpty() || pod.ready().isEmpty()) {
      branches.add(HpaBranch.CPU_NOT_STARTED);
      return true;
    }
    Instant started = pod.started().get();
    HpaPod.Ready ready = pod.ready().get();
    boolean unready = ready.status() == HpaPod.Status.FALSE;
    if (started.plus(tuning.cpuInitialization()).isAfter(now)) {
      return initialising(unready, reading, ready.since());
    }
    boolean never = unready && started.plus(tuning.readinessDelay()).isAfter(ready.since());
    if (unready) {
      branches.add(never ? HpaBranch.CPU_NEVER_READY : HpaBranch.CPU_UNREADY_COUNTED);
    }
    return never;
  }

  private boolean initialising(boolean unready, Reading reading, Instant since) {
    if (unready) {
      branches.add(HpaBranch.CPU_INITIALISING_UNREADY);
      return true;
    }
    boolean early = reading.at().isBefore(since.plus(reading.window()));
    branches.add(
        early ? HpaBranch.CPU_INITIALISING_EARLY_READING : HpaBranch.CPU_INITIALISING_COUNTED);
    return early;
  }
}
