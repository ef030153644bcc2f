package io.tidewatch.spark.collect;

import java.time.Duration;
import java.time.Instant;

/** Says when what was read of a step became known. */
record KnownAt(long stepMicros, long settleMicros, long readAtMicros) {
  // A live row is read within a step or two of its settling; later ones were missed at the time.
  private static final int LIVE_STEPS = 2;
  private static final long LIVE_GRACE_MICROS = 60_000_000L;

  KnownAt(Duration step, Duration settle, Instant readAt) {
    this(micros(step), micros(settle), readAt.toEpochMilli() * 1_000);
  }

  /** Whether a step was read long after it had settled. */
  boolean isLate(long stepTsMicros) {
    long live = LIVE_STEPS * stepMicros + LIVE_GRACE_MICROS;
    return readAtMicros - (stepTsMicros + settleMicros) > live;
  }

  /** When a step became known: when it was read, or, of a late one, when it had settled. */
  long of(long stepTsMicros) {
    return isLate(stepTsMicros) ? stepTsMicros + settleMicros : readAtMicros;
  }

  private static long micros(Duration duration) {
    return duration.toMillis() * 1_000;
  }
}
