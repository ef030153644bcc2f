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

  /**
   * An event beside a PredictiveScaler.
   *
   * @param text what would be done, and why
   */
  record Advise(About about, String text) implements Errand {
    Note note() {
      return new Note(about, false, "Recommended", text);
    }
  }

  /**
   * An event of any kind.
   *
   * @param warning whether people should be worried
   * @param reason a stable word
   */
  record Note(About about, boolean warning, String reason, String text) implements Errand {
    public Note {
      Objects.requireNonNull(about, "about");
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(text, "text");
    }
  }

  /** The PredictiveScaler that an event is about. */
  record About(String namespace, String name, String uid) {}

  /** Another count for a target that no HPA owns. */
  record Scale(ScaleOrder order) implements Errand {}
}
