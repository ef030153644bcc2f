package io.tidewatch.policy.heal;

import java.util.Objects;
import java.util.Optional;

/** What becomes of a pod's memory, as a share of its limit. */
public sealed interface MemoryOutlook {
  /** Nobody can say: too few samples, old ones, or no limit. */
  record Unknown(String why) implements MemoryOutlook {
    public Unknown {
      Objects.requireNonNull(why, "why");
    }
  }

  /**
   * It does not grow towards the limit.
   *
   * @param level the height of its last peaks
   * @param highest how high it ever was
   */
  record Steady(double level, double highest) implements MemoryOutlook {}

  /**
   * It grows and has never come down from here.
   *
   * @param level the height of its last peaks
   * @param highest how high it ever was
   * @param perStep growth of the share in a step
   */
  record Rising(double level, double highest, double perStep, TimeToFailure until)
      implements MemoryOutlook {
    public Rising {
      Objects.requireNonNull(until, "until");
    }
  }

  /** When the limit is reached, if it is being approached. */
  default Optional<TimeToFailure> failure() {
    return this instanceof Rising rising ? Optional.of(rising.until()) : Optional.empty();
  }

  /** Whether anything is known. */
  default boolean known() {
    return !(this instanceof Unknown);
  }
}
