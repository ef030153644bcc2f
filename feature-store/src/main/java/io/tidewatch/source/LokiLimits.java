package io.tidewatch.source;

import java.time.Duration;
import java.util.Objects;

/**
 * What a Loki answers at most; the defaults are a Loki's own.
 *
 * @param linesPerPage {@code max_entries_limit_per_query}
 * @param range {@code max_query_length}
 * @param linesPerSlice the most lines of one slice, to bound memory here
 */
public record LokiLimits(int linesPerPage, Duration range, long linesPerSlice) {
  public LokiLimits {
    Objects.requireNonNull(range, "range");
    if (linesPerPage < 1 || linesPerSlice < linesPerPage || range.toSeconds() < 1) {
      throw new IllegalArgumentException(
          "limits below one line or one second, or a slice below a page");
    }
  }

  /** 5 000 lines a page, 30 days and an hour, half a million lines a slice. */
  public static LokiLimits standard() {
    return new LokiLimits(5_000, Duration.ofHours(30 * 24 + 1), 500_000);
  }
}
