package io.tidewatch.demo.load;

/** The clock that arrivals follow, and waiting for it. */
interface Pace {
  /** Nanoseconds since some moment. */
  long now();

  /** Waits until then, or not at all when it has passed; false when the run was stopped. */
  boolean waitUntil(long nanos);
}
