package io.tidewatch.demo.load;

import io.tidewatch.demo.trace.UserError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a run's numbers must be; every wrong one is named at once. */
final class PlanRules {
  private static final double MOST_PEAK = 20_000;
  private static final double MOST_SPEED = 600;
  private static final int MOST_IN_FLIGHT = 20_000;
  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);
  private static final Duration LONGEST = Duration.ofDays(7);

  private PlanRules() {}

  static void check(
      double peak, Duration duration, double speed, Duration timeout, int mostInFlight) {
    List<String> wrong = new ArrayList<>();
    demand(peak > 0 && peak <= MOST_PEAK, "--peak above 0 and at most 20000", wrong);
    demand(speed > 0 && speed <= MOST_SPEED, "--speed above 0 and at most 600", wrong);
    demand(between(duration, LONGEST), "--duration above 0 and at most seven days", wrong);
    demand(between(timeout, LONGEST_TIMEOUT), "--timeout above 0 and at most ten minutes", wrong);
    demand(
        mostInFlight > 0 && mostInFlight <= MOST_IN_FLIGHT,
        "--max-in-flight from 1 to 20000",
        wrong);
    if (!wrong.isEmpty()) {
      throw new UserError(
          "the run cannot be made", "a number is out of range", "give " + String.join("; ", wrong));
    }
  }

  private static void demand(boolean kept, String rule, List<String> wrong) {
    if (!kept) {
      wrong.add(rule);
    }
  }

  private static boolean between(Duration value, Duration most) {
    return value.compareTo(Duration.ZERO) > 0 && value.compareTo(most) <= 0;
  }
}
