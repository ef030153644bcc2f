package io.tidewatch.demo.history;

import java.io.IOException;
import java.util.Optional;

/** Writes samples as OpenMetrics text, each with its own time; families must come in order. */
public final class Exposition {
  /** The media type of what is written. */
  public static final String MEDIA_TYPE =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private static final long[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000};

  private final Appendable out;
  private final StringBuilder line = new StringBuilder(160);
  private Optional<Family> current = Optional.empty();

  /** An exposition that goes to {@code out}. */
  public Exposition(Appendable out) {
    this.out = out;
  }

  /** One sample at the minute, rounded to the digits of its family. */
  public void sample(Series series, long minute, double value) throws IOException {
    if (!current.equals(Optional.of(series.family()))) {
      current = Optional.of(series.family());
      out.append(series.family().head());
    }
    line.setLength(0);
    line.append(series.head());
    number(value, series.family().decimals());
    line.append(' ').append(minute * 60).append('\n');
    out.append(line);
  }

  /** The mark that nothing is missing. */
  public void end() throws IOException {
    out.append("# EOF\n");
  }

  /** Fixed-point digits, because formatting a million doubles is what takes the time. */
  private void number(double value, int decimals) {
    if (!(value >= 0 && value < 1e12)) {
      throw new IllegalArgumentException("not a value of the demo: " + value);
    }
    long scaled = Math.round(value * POWERS[decimals]);
    line.append(scaled / POWERS[decimals]);
    if (decimals == 0) {
      return;
    }
    String digits = Long.toString(scaled % POWERS[decimals]);
    line.append('.').append("0".repeat(decimals - digits.length())).append(digits);
  }
}
