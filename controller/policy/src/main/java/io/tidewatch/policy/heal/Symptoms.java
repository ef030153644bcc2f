package io.tidewatch.policy.heal;

import java.util.List;
import java.util.Optional;

/**
 * What the pods of a workload show at one step, each beside its own history and beside its peers.
 */
record Symptoms(List<PodReading> pods, HealRules rules) {

  /** Whether a pod is sick of something; empty: nobody can say, or it is too young to. */
  Optional<Boolean> of(PodReading pod, Cause cause) {
    if (pod.age() < rules.youngest()) {
      return Optional.empty();
    }
    if (cause == Cause.ANOMALY) {
      return pod.strange().map(Strangeness::sick);
    }
    return pod.memory().known() ? Optional.of(leaks(pod)) : Optional.empty();
  }

  /** Whether something is wrong with it at all, be it young. */
  boolean affected(PodReading pod) {
    return leaks(pod) || pod.strange().map(Strangeness::sick).orElse(false);
  }

  /** How many pods tell something about themselves. */
  int known() {
    return (int)
        pods.stream().filter(pod -> pod.memory().known() || pod.strange().isPresent()).count();
  }

  private boolean leaks(PodReading pod) {
    return pod.memory()
            .failure()
            .filter(failure -> failure.expected() <= rules.horizon())
            .isPresent()
        && standsOut(pod);
  }

  /**
   * Whether it is higher than three quarters of its peers ever were: those that have been there and
   * live show where this one is going. Peers that rise as well show nothing of the kind: where all
   * do, all leak.
   */
  private boolean standsOut(PodReading pod) {
    double[] others =
        pods.stream()
            .filter(other -> !other.uid().equals(pod.uid()))
            .filter(other -> other.memory() instanceof MemoryOutlook.Steady)
            .mapToDouble(other -> ((MemoryOutlook.Steady) other.memory()).highest())
            .sorted()
            .toArray();
    int upperQuartile = (int) Math.ceil(0.75 * others.length) - 1;
    return others.length == 0
        || (pod.memory() instanceof MemoryOutlook.Rising rising
            && rising.level() > others[upperQuartile]);
  }
}
