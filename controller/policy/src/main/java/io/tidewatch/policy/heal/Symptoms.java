package io.tidewatch.policy.heal;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

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
    return pod.memory().known() ? Optional.of(leaks(pod) && standsOut(pod)) : Optional.empty();
  }

  /** Whether something is wrong with it at all, be it young, and be it with its peers, too. */
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
        .isPresent();
  }

  // Peers that have been as high and live show where this one is going.
  private boolean standsOut(PodReading pod) {
    double[] others =
        pods.stream()
            .filter(other -> !other.uid().equals(pod.uid()))
            .map(other -> other.memory().everHighest())
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .sorted()
            .toArray();
    if (others.length == 0) {
      return true;
    }
    double usual = (others[(others.length - 1) / 2] + others[others.length / 2]) / 2;
    return pod.memory() instanceof MemoryOutlook.Rising rising && rising.level() > usual;
  }
}
