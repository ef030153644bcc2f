package io.tidewatch.demo.history.logs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Collects what a pod says in a minute, in the order of time. */
final class Lines {
  private static final int MILLIS = 60_000;
  private static final long NANOS_A_MILLI = 1_000_000;
  private static final int THREADS = 16;

  // A frame follows its exception after a microsecond, as from a program that writes it at once.
  private static final long NANOS_A_FRAME = 1_000;

  private final long startMillis;
  private final Format format;
  private final Dice dice;
  private final TreeMap<Integer, Format.Entry> entries = new TreeMap<>();

  /** The minute that ends at the full minute of this number. */
  Lines(long minute, Format format, Dice dice) {
    this.startMillis = (minute - 1) * MILLIS;
    this.format = format;
    this.dice = dice;
  }

  void say(Level level, String logger, String message) {
    say(level, logger, message, List.of());
  }

  /** With a stack trace below. */
  void say(Level level, String logger, String message, List<String> trace) {
    // 1 to 60 000: the last instant of a minute is the first of none.
    int at = 1 + dice.below(MILLIS);
    while (entries.containsKey(at)) {
      // No other line may come between a message and its stack trace.
      at = 1 + at % MILLIS;
    }
    entries.put(at, new Format.Entry(level, 1 + dice.below(THREADS), logger, message, trace));
  }

  List<LogLine> inOrder() {
    List<LogLine> lines = new ArrayList<>();
    entries.forEach(
        (milli, entry) -> {
          Instant at = Instant.ofEpochMilli(startMillis + milli);
          long nanos = (startMillis + milli) * NANOS_A_MILLI;
          for (String text : format.lines(at, entry)) {
            lines.add(new LogLine(nanos, text));
            nanos += NANOS_A_FRAME;
          }
        });
    return lines;
  }
}
