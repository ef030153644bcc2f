package io.tidewatch.demo.faults;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A fault that has begun. */
interface ActiveFault {
  /** When it began by the clock of whoever does it, if that is known better than here. */
  default Optional<Instant> since() {
    return Optional.empty();
  }

  /** How it came to an end before its time, if it did. */
  Optional<String> outcome();

  /** Ends it early, if it has not ended; everything it changed is as before. */
  void end();

  /** Ends it at its time. */
  default void timeOver() {
    end();
  }

  /** What of it is worth a place in the truth, known at its begin. */
  default Map<String, Object> parameters() {
    return Map.of();
  }

  /** What was seen of it, asked for at its end. */
  default Map<String, Object> observed() {
    return Map.of();
  }
}
