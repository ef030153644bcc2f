package io.tidewatch.policy;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A pod as an HPA sees it.
 *
 * @param deleting whether it has a deletion timestamp
 * @param started {@code status.startTime}
 * @param ready its condition Ready, once it has one
 * @param request what its containers together request of the resource, in thousandths; empty when
 *     one of them requests nothing
 */
public record HpaPod(
    String name,
    Phase phase,
    boolean deleting,
    Optional<Instant> started,
    Optional<Ready> ready,
    OptionalLong request) {
  public HpaPod {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(phase, "phase");
    Objects.requireNonNull(started, "started");
    Objects.requireNonNull(ready, "ready");
    Objects.requireNonNull(request, "request");
  }

  /** {@code status.phase}. */
  public enum Phase {
    PENDING,
    RUNNING,
    SUCCEEDED,
    FAILED,
    UNKNOWN
  }

  /** The status of a condition; what is unknown is not false. */
  public enum Status {
    TRUE,
    FALSE,
    UNKNOWN
  }

  /** The condition Ready and the time of its last transition. */
  public record Ready(Status status, Instant since) {
    public Ready {
      Objects.requireNonNull(status, "status");
      Objects.requireNonNull(since, "since");
    }
  }
}
