package io.tidewatch.operator.size;

import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.TargetName;
import io.tidewatch.operator.crd.LocalTimes;
import io.tidewatch.operator.crd.ScalerPlan;
import io.tidewatch.operator.crd.SizeBounds;
import io.tidewatch.operator.crd.spec.ResizeRules;
import io.tidewatch.operator.crd.spec.TimeWindow;
import io.tidewatch.policy.size.SizeRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the owner of a workload allows about the size of its pods.
 *
 * @param mode the one in force
 * @param every between two looks (wall time)
 */
record SizePlan(
    ScalerPlan scaler,
    Mode mode,
    SizeRules rules,
    boolean inPlace,
    List<TimeWindow> windows,
    Duration every) {
  private static final int USUAL_MINUTES = 60;

  SizePlan {
    windows = List.copyOf(windows);
  }

  /** Empty if nothing is to be said or done about its size. */
  static Optional<SizePlan> of(ScalerPlan plan, Mode limit, Timescale timescale) {
    ResizeRules rules = plan.object().spec().orElseThrow().resize();
    Mode mode = plan.mode().compareTo(limit) <= 0 ? plan.mode() : limit;
    boolean off = rules == null || !Boolean.TRUE.equals(rules.enabled());
    if (off || mode == Mode.OBSERVE) {
      return Optional.empty();
    }
    int minutes = rules.everyMinutes() == null ? USUAL_MINUTES : rules.everyMinutes();
    return Optional.of(
        new SizePlan(
            plan,
            mode,
            SizeBounds.of(rules),
            !Boolean.FALSE.equals(rules.inPlace()),
            rules.changeWindows() == null ? List.of() : rules.changeWindows(),
            timescale.wallDuration(Duration.ofMinutes(minutes))));
  }

  WorkloadId workload() {
    return scaler.workload().workload();
  }

  TargetName target() {
    var key = scaler.object().target().orElseThrow();
    return new TargetName(key.namespace(), key.apiVersion(), key.kind(), key.name());
  }

  boolean acts() {
    return mode == Mode.CANARY || mode == Mode.ACT;
  }

  /** In mode canary one pod is touched, and never the template. */
  boolean onePodOnly() {
    return mode == Mode.CANARY;
  }

  /** Its version: what was begun under another one is not gone on with. */
  String terms() {
    return scaler.object().uid() + "/" + scaler.object().generation();
  }

  /** Whether its owner has said when changes may be made, and this is not such a time. */
  boolean closed(Instant nominal) {
    return !windows.isEmpty() && !open(nominal);
  }

  /** Whether a change window is open. */
  boolean open(Instant nominal) {
    LocalTimes now = LocalTimes.at(nominal, scaler.workload().zone());
    return windows.stream().anyMatch(now::in);
  }
}
