package io.tidewatch.spark;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * How far a long work has come: on a terminal a bar with rate and time left that is repainted,
 * elsewhere one line a minute, so that a log stays readable.
 */
public final class Progress {
  private static final String CLEAR_LINE = "\r\u001b[K";
  private static final int WIDTH = 24;
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final PrintStream out;
  private final Clock clock;
  private final boolean terminal;
  private final String what;
  private final long total;
  private final Instant began;
  private Instant shown;

  /**
   * A work that begins now.
   *
   * @param total how many parts it has
   */
  public Progress(PrintStream out, Clock clock, boolean terminal, String what, long total) {
    this.out = out;
    this.clock = clock;
    this.terminal = terminal;
    this.what = what;
    this.total = Math.max(1, total);
    this.began = clock.instant();
    this.shown = began;
  }

  /** The progress of a job, on a terminal if the launcher has found one. */
  public static Progress of(JobContext context, String what, long total) {
    boolean terminal = System.getenv("TIDEWATCH_TERMINAL") != null;
    return new Progress(context.progress(), context.clock(), terminal, what, total);
  }

  /**
   * So many of the parts are done, which made so many rows.
   *
   * @param rows so far
   */
  public void done(long parts, long rows) {
    Instant now = clock.instant();
    if (terminal) {
      out.print(CLEAR_LINE + text(parts, rows, now));
      out.flush();
      return;
    }
    if (Duration.between(shown, now).compareTo(PAUSE) >= 0) {
      shown = now;
      out.println(text(parts, rows, now));
      out.flush();
    }
  }

  /** The work is over; what is printed next begins a line. */
  public void end() {
    if (terminal) {
      out.print(CLEAR_LINE);
      out.flush();
    }
  }

  private String text(long parts, long rows, Instant now) {
    double share = Math.min(1, (double) parts / total);
    double seconds = Math.max(1, Duration.between(began, now).toMillis()) / 1_000.0;
    int full = (int) Math.round(share * WIDTH);
    return String.format(
        Locale.ROOT,
        "%s: [%s%s] %3.0f %%  %,d rows, %,.0f rows/s%s",
        what,
        "#".repeat(full),
        "-".repeat(WIDTH - full),
        share * 100,
        rows,
        rows / seconds,
        share > 0 && share < 1 ? ", " + clockText(seconds * (1 - share) / share) + " left" : "");
  }

  private static String clockText(double seconds) {
    long whole = Math.round(seconds);
    return whole < 3_600
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d h %02d min", whole / 3_600, whole % 3_600 / 60);
  }
}
