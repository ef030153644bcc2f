package io.tidewatch.demo.history.logs;

import java.util.List;

/** What a pod says about the requests it has answered: sums, slow ones and failed ones. */
final class Requests implements Voice {
  private static final int SUMMARY_EVERY = 3;
  private static final double LOGGED_FAILURES = 10;
  private static final double MOST_FAILURES = 0.6;
  private static final double SLOW = 2;
  private static final List<String> PATHS =
      List.of("/orders", "/products", "/basket", "/search", "/account");

  @Override
  public void say(PodMinute minute, Dice dice, Lines lines) {
    if (Math.floorMod(minute.number(), SUMMARY_EVERY) == minute.pod() % SUMMARY_EVERY) {
      lines.say(
          Level.INFO,
          "shop.RequestLog",
          "%d requests in the last minute, p95 %d ms, %d failed"
              .formatted(
                  minute.requests(),
                  minute.latencyMillis(),
                  Math.round(minute.failing() * minute.requests())));
    }
    if (minute.latency() > SLOW * minute.workload().latency() && dice.happens(0.3)) {
      lines.say(
          Level.WARN,
          "shop.SlowRequests",
          "GET %s/%d took %d ms"
              .formatted(
                  dice.oneOf(PATHS),
                  dice.between(1_000, 99_999),
                  minute.latencyMillis() + dice.below(200)));
    }
    if (dice.happens(Math.min(MOST_FAILURES, LOGGED_FAILURES * minute.failing()))) {
      lines.say(
          Level.ERROR,
          "shop.Dispatcher",
          "GET %s/%d failed".formatted(dice.oneOf(PATHS), dice.between(1_000, 99_999)),
          StackTraces.timeout(dice.between(2, 9) * 500));
    }
  }
}
