package io.tidewatch.policy.heal;

import java.util.Locale;

/** In how many steps something reaches its limit if it goes on like this, with an interval. */
public record TimeToFailure(double soonest, double expected, double latest) {
  public TimeToFailure {
    if (!(0 <= soonest && soonest <= expected && expected <= latest)) {
      throw new IllegalArgumentException(
          "an interval around what is expected: %s, %s, %s".formatted(soonest, expected, latest));
    }
  }

  /**
   * From what is left and how fast it goes.
   *
   * @param left at least 0
   * @param slowest above 0
   */
  static TimeToFailure of(double left, double slowest, double usual, double fastest) {
    return new TimeToFailure(left / fastest, left / usual, left / slowest);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%.0f steps (%.0f to %.0f)", expected, soonest, Math.min(latest, 99_999));
  }
}
