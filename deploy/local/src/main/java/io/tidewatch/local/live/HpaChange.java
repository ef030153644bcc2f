package io.tidewatch.local.live;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The HPA of our side was changed: its floor, its target, or both in one write.
 *
 * @param at when it was seen first
 * @param neededAfter how much later demand exceeded what the pods below the new floor carry; empty
 *     if it did not within 15 nominal minutes, or nothing was raised
 */
record HpaChange(
    Instant at,
    double floorBefore,
    double floor,
    double targetBefore,
    double target,
    Optional<Duration> neededAfter) {
  private static final int REACH_STEPS = 15;

  /** What was seen, in the order of time. */
  static List<HpaChange> of(Replicas floors, Replicas targets, List<Step> steps, Duration step) {
    List<HpaChange> changes = new ArrayList<>();
    double floorBefore = Double.NaN;
    double targetBefore = Double.NaN;
    for (Map.Entry<Instant, Double> seen : floors.samples().entrySet()) {
      double floor = seen.getValue();
      double target = targets.at(seen.getKey());
      if (!Double.isNaN(floorBefore) && (floor != floorBefore || target != targetBefore)) {
        Optional<Duration> after =
            floor > floorBefore ? need(seen.getKey(), floor, steps, step) : Optional.empty();
        changes.add(new HpaChange(seen.getKey(), floorBefore, floor, targetBefore, target, after));
      }
      floorBefore = floor;
      targetBefore = target;
    }
    return changes;
  }

  private static Optional<Duration> need(
      Instant raised, double floor, List<Step> steps, Duration step) {
    double carried = (floor - 1) * LivePlan.SUSTAINED;
    Instant reach = raised.plus(step.multipliedBy(REACH_STEPS));
    return steps.stream()
        .filter(one -> one.start().plus(step).isAfter(raised) && one.start().isBefore(reach))
        .filter(one -> one.offered() / (double) step.toSeconds() > carried)
        .findFirst()
        .map(one -> Duration.between(raised, one.start()))
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
  }

  boolean raisesFloor() {
    return floor > floorBefore;
  }

  /** Whether it was set at least so long before the need. */
  boolean aheadBy(Duration lead) {
    return neededAfter.isPresent() && neededAfter.get().compareTo(lead) >= 0;
  }

  /** What was changed, as people read it. */
  String text() {
    List<String> parts = new ArrayList<>();
    if (floor != floorBefore) {
      parts.add("floor %.0f to %.0f".formatted(floorBefore, floor));
    }
    if (target != targetBefore) {
      parts.add("target %.2f to %.2f requests/s a pod".formatted(targetBefore, target));
    }
    return String.join(", ", parts);
  }

  /** What became of it, as people read it. */
  String outcome() {
    if (!raisesFloor()) {
      return floor < floorBefore ? "lowered" : "target changed";
    }
    return neededAfter
        .map(wait -> "needed %d s later".formatted(wait.toSeconds()))
        .orElse("not needed within 15 nominal minutes");
  }
}
