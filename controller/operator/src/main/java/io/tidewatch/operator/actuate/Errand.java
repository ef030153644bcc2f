package io.tidewatch.operator.actuate;

import java.util.Objects;
import java.util.Optional;

/** What shall be done about one workload now. */
public sealed interface Errand {
  /** Nothing at all: not even a look. */
  record Idle() implements Errand {}

  /**
   * Something about the HPA that scales the target.
   *
   * @param hpa its name; empty: the one that scales the target
   * @param wish what about it
   */
  record Floor(TargetName target, Optional<String> hpa, FloorWish wish) implements Errand {
    public Floor {
      Objects.requireNonNull(target, "target");
      Objects.requireNonNull(hpa, "hpa");
      Objects.requireNonNull(wish, "wish");
    }
  }

  /** An event beside a PredictiveScaler: what would be done, and why. */
  record Advise(EventNotes.Note note) implements Errand {
    public String text() {
      return note.text();
    }
  }

  /** Another count for a target that no HPA owns. */
  record Scale(ScaleOrder order) implements Errand {}
}
