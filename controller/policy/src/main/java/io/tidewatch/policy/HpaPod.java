package io.tidewatch.policy;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A pod as an HPA sees it.
 *
 * @param deleting whether it has a deletion timestamp
 * @param started {@code status.startTime}
 * @param ready its condition Ready, once it has one
 * @param requests what its containers together request, in thousandths by resource; a resource that
 *     one of them does not request is absent
 */
public record HpaPod(
    String name,
    Phase phase,
    boolean deleting,
    Optional<Instant> started,
    Optional<Ready> ready,
    Map<String, Long> requests) {
  public HpaPod {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(phase, "phase");
    Objects.requireNonNull(started, "started");
    Objects.requireNonNull(ready, "ready");
    requests = Map.copyOf(requests);
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
