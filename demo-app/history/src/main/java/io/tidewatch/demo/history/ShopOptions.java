package io.tidewatch.demo.history;

import io.tidewatch.demo.history.logs.ShopLogs;
import io.tidewatch.demo.trace.UserError;
import java.time.Instant;
import picocli.CommandLine.Option;

/** What fixes a history of the shop: the same three values always give the same samples. */
final class ShopOptions {
  private static final int MOST_DAYS = 120;

  @Option(
      names = "--end",
      required = true,
      paramLabel = "INSTANT",
      description = "Last minute of the history, for example 2026-11-24T16:00:00Z.")
  private Instant end;

  @Option(
      names = "--days",
      defaultValue = "14",
      description = "Length of the history (default: ${DEFAULT-VALUE}).")
  private int days;

  @Option(
      names = "--seed",
      defaultValue = "42",
      description = "Which of all possible histories (default: ${DEFAULT-VALUE}).")
  private long seed;

  ShopTraffic traffic() {
    requireDays();
    return new ShopTraffic(seed, lastMinute(), days);
  }

  ShopLogs logs() {
    requireDays();
    return new ShopLogs(seed, lastMinute(), days);
  }

  private void requireDays() {
    if (days < 1 || days > MOST_DAYS) {
      throw new UserError(
          "--days " + days + " is out of range",
          "a history has 1 to " + MOST_DAYS + " days",
          "choose 14, which is two weeks");
    }
  }

  long lastMinute() {
    return Math.floorDiv(end.getEpochSecond(), 60L);
  }

  long seed() {
    return seed;
  }
}
