package io.tidewatch.policy.size;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known when a workload's size is judged.
 *
 * @param step the present one
 * @param present what its container asks for: that of its pods, or of its template if there are
 *     none
 * @param advice what it should ask for, and what speaks for that
 * @param last the step at which a resize of it was begun last
 * @param cpuHeld why its CPU is not to be changed, if so
 * @param memoryHeld why its memory is not to be changed, if so
 * @param hold why nothing of it may be changed now, if so
 */
public record SizeReading(
    long step,
    Resources present,
    RightSize advice,
    OptionalLong last,
    Optional<String> cpuHeld,
    Optional<String> memoryHeld,
    Optional<SizeVerdict.Keep> hold) {
  public SizeReading {
    Objects.requireNonNull(present, "present");
    Objects.requireNonNull(advice, "advice");
    Objects.requireNonNull(last, "last");
    Objects.requireNonNull(cpuHeld, "cpuHeld");
    Objects.requireNonNull(memoryHeld, "memoryHeld");
    Objects.requireNonNull(hold, "hold");
  }
}
