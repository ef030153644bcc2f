package io.tidewatch.operator.hpa;

import io.tidewatch.policy.HpaBranch;
import io.tidewatch.policy.HpaController;
import io.tidewatch.policy.HpaInputs;
import io.tidewatch.policy.HpaMemory;
import io.tidewatch.policy.HpaTuning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Recorded syncs through our own controller, one after the other. */
final class Replay {
  private static final Duration SHIFT = Duration.ofMillis(50);
  private final List<String> differences = new ArrayList<>();
  private final List<String> doubtful = new ArrayList<>();
  private final Set<HpaBranch> branches = EnumSet.noneOf(HpaBranch.class);
  private int steps;
  private int equal;

  /** Compares every step of a scenario; the memory is our own throughout. */
  void scenario(String name, List<RecordedStep> recorded) {
    HpaMemory memory = HpaMemory.none(recorded.get(0).inputs().now());
    for (int i = 0; i < recorded.size(); i++) {
      RecordedStep step = recorded.get(i);
      HpaController.Sync ours = sync(step, step.inputs(), memory);
      String where = "%s, sync %d: ".formatted(name, i + 1);
      if (decidedByTime(step, memory, ours)) {
        doubtful.add(where + ours.branches());
      }
      memory = ours.next();
      branches.addAll(ours.branches());
      List<String> different = differences(step, ours);
      steps++;
      equal += different.isEmpty() ? 1 : 0;
      different.forEach(text -> differences.add(where + text + " by " + ours.branches()));
    }
  }

  private static List<String> differences(RecordedStep step, HpaController.Sync ours) {
    List<String> different = new ArrayList<>();
    if (step.desired() != ours.desired()) {
      different.add("%d replicas, ours %d".formatted(step.desired(), ours.desired()));
    }
    Map<String, String> expected = ExpectedConditions.of(step, ours);
    boolean computed = expected.containsKey("ScalingLimited");
    if (computed && step.status() != ours.desired()) {
      different.add("%d in the status, ours %d".formatted(step.status(), ours.desired()));
    }
    expected.forEach(
        (condition, reason) -> {
          if (!reason.equals(step.conditions().get(condition))) {
            different.add(
                "%s %s, ours %s".formatted(condition, step.conditions().get(condition), reason));
          }
        });
    return different;
  }

  /**
   * Whether the step would go another way on a clock that is a little early or late. The recorder
   * knows the controller's clock to a few milliseconds: where a shift well above that changes
   * nothing, timing decided nothing.
   */
  private static boolean decidedByTime(
      RecordedStep step, HpaMemory memory, HpaController.Sync ours) {
    return Stream.of(-SHIFT.toMillis(), SHIFT.toMillis())
        .map(millis -> sync(step, at(step.inputs(), millis), memory))
        .anyMatch(
            other ->
                other.desired() != ours.desired() || !other.branches().equals(ours.branches()));
  }

  private static HpaInputs at(HpaInputs inputs, long later) {
    return new HpaInputs(
        inputs.now().plusMillis(later), inputs.current(), inputs.pods(), inputs.readings());
  }

  private static HpaController.Sync sync(RecordedStep step, HpaInputs inputs, HpaMemory memory) {
    return new HpaController(step.spec(), HpaTuning.usual()).sync(inputs, memory);
  }

  List<String> differences() {
    return List.copyOf(differences);
  }

  /** Steps that a clock 50 ms earlier or later would have decided differently. */
  List<String> doubtful() {
    return List.copyOf(doubtful);
  }

  int steps() {
    return steps;
  }

  Set<HpaBranch> missed() {
    Set<HpaBranch> missed = EnumSet.allOf(HpaBranch.class);
    missed.removeAll(branches);
    return missed;
  }

  /** One line for a person. */
  String summary() {
    double percent = steps == 0 ? 0 : 100.0 * equal / steps;
    return ("HPA parity: %d of %d recorded syncs equal (%.1f %%), %d of %d branches hit,"
            + " %d decided within 50 ms of the end of a window")
        .formatted(
            equal, steps, percent, branches.size(), HpaBranch.values().length, doubtful.size());
  }
}
