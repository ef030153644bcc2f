package io.tidewatch.operator.crd;

import io.tidewatch.operator.crd.status.PredictiveScalerStatus;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** Where statuses go. */
interface StatusSink {
  Answer apply(ScalerObject object, PredictiveScalerStatus status);

  /**
   * What came of a write.
   *
   * @param pause how long the server asks to wait
   */
  record Answer(Kind kind, String text, Optional<Duration> pause) {
    public Answer {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(text, "text");
      Objects.requireNonNull(pause, "pause");
    }

    static Answer of(Kind kind, String text) {
      return new Answer(kind, text, Optional.empty());
    }
  }

  /** What to do next. */
  enum Kind {
    WRITTEN,
    /** The object is gone, or is another one by now: the watch will tell. */
    GONE,
    /** This object later. */
    LATER,
    /** The server is not well: everything later. */
    ALL_LATER
  }
}
