package io.tidewatch.demo.backend.faults;

import java.time.Duration;

/**
 * Something that goes wrong for real in this process; one class each, harmless again once closed.
 */
public sealed interface Fault extends AutoCloseable
    permits LeakFault, CpuFault, ErrorsFault, CrashFault, LatencyFault {
  /** Begins. */
  void start();

  /** Whether the request at hand must fail. */
  default boolean failsRequest() {
    return false;
  }

  /** How much longer the request at hand must take. */
  default Duration delay() {
    return Duration.ZERO;
  }

  /** The intensity in force, in the fault's own unit. */
  double intensity();

  @Override
  void close();
}
