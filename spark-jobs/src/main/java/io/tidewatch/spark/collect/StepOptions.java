package io.tidewatch.spark.collect;

import io.tidewatch.domain.Timescale;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How a stream of steps is read.
 *
 * @param from the first time to read when there is no checkpoint
 * @param settle how far the head lags the clock
 * @param longestBatch how much time one batch may span
 */
record StepOptions(
    Timescale timescale, Optional<Instant> from, Duration settle, Duration longestBatch) {
  static final Duration DEFAULT_LONGEST_BATCH = Duration.ofDays(4);

  StepOptions {
    Objects.requireNonNull(timescale, "timescale");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(settle, "settle");
    Objects.requireNonNull(longestBatch, "longestBatch");
  }

  /**
   * Reads options {@code from}, {@code settle} and {@code maxSecondsPerBatch}.
   *
   * @param settle how far the head lags where no option says so
   */
  static StepOptions of(RawOptions options, Timescale timescale, Duration settle) {
    Duration longest = options.seconds("maxSecondsPerBatch").orElse(DEFAULT_LONGEST_BATCH);
    if (longest.compareTo(timescale.step()) < 0) {
      throw options.invalid("maxSecondsPerBatch", "it is shorter than the catalogue's step");
    }
    return new StepOptions(
        timescale, options.instant("from"), options.seconds("settle").orElse(settle), longest);
  }
}
