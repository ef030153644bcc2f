package io.tidewatch.log;

import java.util.Locale;
import java.util.Optional;

/** How serious a line is, as its writer says. */
public enum LogLevel {
  TRACE,
  DEBUG,
  INFO,
  WARN,
  ERROR,
  FATAL,
  /** Nothing in the line says so. */
  UNKNOWN;

  /** The name in the tables. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The level of a word such as {@code warning}, {@code ERR} or {@code severe}, or of a number. */
  public static Optional<LogLevel> of(String word) {
    switch (word.strip().toLowerCase(Locale.ROOT)) {
      case "trace", "trc", "finest", "finer", "verbose":
        return Optional.of(TRACE);
      case "debug", "dbg", "fine", "config":
        return Optional.of(DEBUG);
      case "info", "inf", "information", "informational", "notice":
        return Optional.of(INFO);
      case "warn", "wrn", "warning":
        return Optional.of(WARN);
      case "error", "err", "eror", "severe":
        return Optional.of(ERROR);
      case "fatal", "ftl", "critical", "crit", "alert", "emerg", "emergency", "panic", "dpanic":
        return Optional.of(FATAL);
      default:
        return ofNumber(word.strip());
    }
  }

  // Pino and Bunyan count 10, 20 … 60; syslog counts down from 7 to 0.
  private static Optional<LogLevel> ofNumber(String word) {
    if (!word.matches("[0-9]{1,2}")) {
      return Optional.empty();
    }
    int number = Integer.parseInt(word);
    if (number >= 10) {
      return Optional.of(values()[Math.min(number / 10 - 1, FATAL.ordinal())]);
    }
    LogLevel[] syslog = {FATAL, FATAL, FATAL, ERROR, WARN, INFO, INFO, DEBUG};
    return number < syslog.length ? Optional.of(syslog[number]) : Optional.empty();
  }
}
