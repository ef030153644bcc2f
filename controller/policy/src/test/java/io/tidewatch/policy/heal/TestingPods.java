package io.tidewatch.policy.heal;

import io.tidewatch.domain.Severity;
import io.tidewatch.policy.heal.Strangeness.Attributed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Pods of one workload as a test wants them. */
final class TestingPods {
  static final HealRules RULES = HealRules.of(30, 2, 10);
  static final MemoryOutlook STEADY = new MemoryOutlook.Steady(0.4, 0.5);
  static final MemoryOutlook UNKNOWN = new MemoryOutlook.Unknown("not asked");
  static final Strangeness USUAL = new Strangeness(0.45, false, Severity.INFO, List.of());

  private TestingPods() {}

  static PodReading well(String uid) {
    return pod(uid, STEADY, Optional.of(USUAL));
  }

  static PodReading leaking(String uid, double until) {
    return leaking(uid, until, 0.9);
  }

  static PodReading leaking(String uid, double until, double level) {
    MemoryOutlook rising =
        new MemoryOutlook.Rising(level, level, 0.01, new TimeToFailure(until, until, until));
    return pod(uid, rising, Optional.of(USUAL));
  }

  static PodReading strange(String uid, String feature) {
    Strangeness strange =
        new Strangeness(0.8, true, Severity.CRITICAL, List.of(new Attributed(feature, true, 0.5)));
    return pod(uid, STEADY, Optional.of(strange));
  }

  static PodReading unknown(String uid) {
    return pod(uid, UNKNOWN, Optional.empty());
  }

  static PodReading pod(String uid, MemoryOutlook memory, Optional<Strangeness> strange) {
    return new PodReading(uid, "web-" + uid, "node-" + uid, 100, true, memory, strange);
  }

  static PodReading aged(PodReading pod, long age) {
    return new PodReading(
        pod.uid(), pod.name(), pod.node(), age, pod.ready(), pod.memory(), pod.strange());
  }

  static PodReading unready(PodReading pod) {
    return new PodReading(
        pod.uid(), pod.name(), pod.node(), pod.age(), false, pod.memory(), pod.strange());
  }

  static PodReading on(String node, PodReading pod) {
    return new PodReading(
        pod.uid(), pod.name(), node, pod.age(), pod.ready(), pod.memory(), pod.strange());
  }

  /** These, and as many that are well that there are so many in all. */
  static List<PodReading> among(int all, PodReading... some) {
    List<PodReading> pods = new ArrayList<>(List.of(some));
    for (int i = pods.size(); i < all; i++) {
      pods.add(well("w" + i));
    }
    return pods;
  }
}
