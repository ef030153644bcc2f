package io.tidewatch.operator.hpa;

import io.tidewatch.policy.HpaInputs.Reading;
import io.tidewatch.policy.HpaPod;
import io.tidewatch.policy.HpaPod.Phase;
import io.tidewatch.policy.HpaPod.Ready;
import io.tidewatch.policy.HpaPod.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * When a scenario is asked for its next stage.
 *
 * @param sync number of the sync that comes, from 0
 * @param current replicas of the target
 * @param origin when the scenario began, in whole seconds
 * @param now in whole seconds, as Kubernetes writes times
 */
record Moment(int sync, int current, Instant origin, Instant now) {
  static final Duration WINDOW = Duration.ofSeconds(30);
  static final Map<String, Long> REQUESTS = Map.of("cpu", 100L, "memory", 64_000_000_000L);

  /** As many old, ready pods as there should be. */
  List<HpaPod> ready() {
    return ready(current);
  }

  List<HpaPod> ready(int count) {
    List<HpaPod> pods = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pods.add(old("p" + i, Status.TRUE));
    }
    return pods;
  }

  /**
   * A pod that started an hour before the scenario and changed its readiness half an hour later.
   */
  HpaPod old(String name, Status status) {
    return running(name, origin.minusSeconds(3600), status, origin.minusSeconds(1800));
  }

  static HpaPod running(String name, Instant started, Status status, Instant since) {
    return new HpaPod(
        name,
        Phase.RUNNING,
        false,
        Optional.of(started),
        Optional.of(new Ready(status, since)),
        REQUESTS);
  }

  static HpaPod pending(String name) {
    return new HpaPod(name, Phase.PENDING, false, Optional.empty(), Optional.empty(), REQUESTS);
  }

  static HpaPod in(HpaPod pod, Phase phase, boolean deleting) {
    return new HpaPod(pod.name(), phase, deleting, pod.started(), pod.ready(), pod.requests());
  }

  static HpaPod requesting(HpaPod pod, Map<String, Long> requests) {
    return new HpaPod(
        pod.name(), pod.phase(), pod.deleting(), pod.started(), pod.ready(), requests);
  }

  /** Every pod reads the same. */
  Map<String, Reading> each(List<HpaPod> pods, long value) {
    Map<String, Reading> readings = new TreeMap<>();
    pods.forEach(pod -> readings.put(pod.name(), reading(value)));
    return readings;
  }

  Reading reading(long value) {
    return new Reading(value, now, WINDOW);
  }
}
