package io.tidewatch.spark.features;

import io.tidewatch.domain.Timescale;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** A time scale that Spark can send to its executors. */
record Clockwork(Duration step, Instant wall, Instant nominal) implements Serializable {
  static Clockwork of(Timescale timescale) {
    return new Clockwork(timescale.step(), timescale.wallAnchor(), timescale.nominalAnchor());
  }

  Timescale timescale() {
    return new Timescale(step, wall, nominal);
  }

  /** The UTC date of a step: the folder that its rows are in. */
  LocalDate day(long stepIndex) {
    return timescale().wallTime(stepIndex).atOffset(ZoneOffset.UTC).toLocalDate();
  }

  /** The last step before a day begins. */
  long before(LocalDate day) {
    return timescale().stepIndex(day.atStartOfDay(ZoneOffset.UTC).toInstant().minusSeconds(1));
  }
}
