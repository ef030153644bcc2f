package io.tidewatch.demo.history.logs;

import io.tidewatch.demo.history.Incident.Kind;

/** The words for each kind of incident: before it shows elsewhere, while it is on, at its end. */
final class Signs {
  private static final int POOL = 50;

  private Signs() {}

  /** A sign that nobody reads yet; the closer, the larger its numbers. */
  static void before(Kind kind, long minutesLeft, Dice dice, Lines lines) {
    int closeness = (int) Math.max(0, Trouble.LONGEST_LEAD - minutesLeft);
    switch (kind) {
      case LEAK_OOM ->
          lines.say(
              Level.WARN,
              "shop.SessionCache",
              "session cache has %d entries, none was evicted for %d minutes"
                  .formatted(20_000 + 900 * closeness + dice.below(500), 10 + closeness));
      case LATENCY_CREEP -> pool(40 + closeness / 2, closeness / 3, dice, lines);
      case ERROR_BURST ->
          lines.say(
              Level.WARN,
              "shop.Payment",
              "retry %d of 3 after status 503 of payments, waited %d ms"
                  .formatted(dice.between(1, 3), 100 + 40 * closeness + dice.below(80)));
      case OUTAGE ->
          lines.say(
              Level.WARN,
              "shop.Lease",
              "lease was renewed after %d ms, it ends after 10000 ms"
                  .formatted(4_000 + 350 * closeness + dice.below(300)));
    }
  }

  /** What everybody can see by now. */
  static void during(Kind kind, double progress, Dice dice, Lines lines) {
    switch (kind) {
      case LEAK_OOM -> collecting(progress, dice, lines);
      case LATENCY_CREEP -> waiting(progress, dice, lines);
      case ERROR_BURST ->
          lines.say(
              Level.ERROR,
              "shop.Payment",
              "circuit breaker payments is open, order %d was refused"
                  .formatted(dice.between(10_000, 99_999)),
              StackTraces.refused());
      case OUTAGE ->
          lines.say(
              Level.ERROR,
              "shop.Lease",
              "lease is lost, %d requests are turned away".formatted(dice.between(50, 900)));
    }
  }

  private static void collecting(double progress, Dice dice, Lines lines) {
    // Below half of the heap a collector is quiet.
    if (progress > 0.5) {
      lines.say(
          Level.WARN,
          "shop.Memory",
          "garbage collection took %d ms, heap is %d %% full after it"
              .formatted((int) (900 * progress) + dice.below(200), (int) (99 * progress)));
    }
  }

  private static void waiting(double progress, Dice dice, Lines lines) {
    pool(POOL - dice.below(3), 4 + (int) (30 * progress), dice, lines);
    if (progress > 0.6 && dice.happens(0.3)) {
      lines.say(
          Level.ERROR,
          "shop.Orders",
          "order %d cannot be read".formatted(dice.between(10_000, 99_999)),
          StackTraces.noConnection(30_000 + dice.below(9)));
    }
  }

  private static void pool(int used, int waiting, Dice dice, Lines lines) {
    lines.say(
        Level.WARN,
        "shop.ConnectionPool",
        "connection pool main: %d of %d in use, %d threads wait, longest %d ms"
            .formatted(used, POOL, waiting, 20 * (1 + waiting) + dice.below(20)));
  }

  /** The last words. */
  static void last(Kind kind, Lines lines) {
    if (kind == Kind.LEAK_OOM) {
      lines.say(Level.ERROR, "shop.Main", "out of memory, ending", StackTraces.outOfMemory());
    }
  }

  /** The first words after a new start. */
  static void recovered(Kind kind, Dice dice, Lines lines) {
    if (kind == Kind.LEAK_OOM || kind == Kind.OUTAGE) {
      lines.say(
          Level.INFO,
          "shop.Main",
          "started in %d.%d seconds".formatted(dice.between(4, 8), dice.below(10)));
    }
  }
}
