package io.tidewatch.loki;

import java.time.Duration;

/**
 * What the server allows; the defaults are Loki's.
 *
 * @param queryTimeout how long a query may run before it is answered with 504
 */
record Limits(
    int entries,
    int series,
    long points,
    Duration queryRange,
    Duration oldest,
    Duration newest,
    Duration outOfOrder,
    int labelNames,
    int lineBytes,
    long answerBytes,
    Duration queryTimeout) {
  static Limits standard() {
    return new Limits(
        5_000,
        500,
        11_000,
        Duration.ofHours(30 * 24 + 1),
        Duration.ofDays(7),
        Duration.ofMinutes(10),
        Duration.ofHours(1),
        15,
        256 << 10,
        64L << 20,
        Duration.ofMinutes(1));
  }
}
