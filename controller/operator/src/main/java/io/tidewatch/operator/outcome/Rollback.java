package io.tidewatch.operator.outcome;

import io.tidewatch.domain.WorkloadId;
import java.time.Instant;
import java.util.Objects;

/**
 * An action of ours that was taken back because users suffered.
 *
 * @param version of the spec that it was done under
 * @param at when (wall time)
 * @param until when it may be done again (wall time)
 * @param times how often so far, with doubling cool-downs
 */
public record Rollback(
    WorkloadId workload,
    String action,
    String version,
    Instant at,
    Instant until,
    int times,
    String why) {
  public Rollback {
    Objects.requireNonNull(workload, "workload");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(until, "until");
    Objects.requireNonNull(why, "why");
  }

  /** Whether it must not be done again yet; who changes the spec ends that. */
  public boolean holds(Instant now, String present) {
    return now.isBefore(until) && version.equals(present);
  }

  /** In a sentence. */
  public String sentence() {
    return "the user's target is back since %s and stays until %s: %s".formatted(at, until, why);
  }
}
