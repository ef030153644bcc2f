package io.tidewatch.operator.heal;

import io.tidewatch.domain.Severity;
import io.tidewatch.domain.WorkloadId;
import java.time.Instant;
import java.util.Objects;

/**
 * Something that happened on the way to a restart, for metrics, status and records.
 *
 * @param pod its name; empty text: the whole workload
 * @param code a stable reason
 */
public record HealNews(
    Instant at,
    WorkloadId workload,
    String pod,
    Kind kind,
    String code,
    String text,
    Severity severity) {
  /** What happened. */
  public enum Kind {
    /** A pod is sick beyond doubt. */
    DETECTED,
    /** A pod would be replaced if the mode allowed it. */
    ADVISED,
    /** A pod is to be replaced; it stands in the state directory from now on. */
    BEGUN,
    /** The API server has agreed to evict the pod. */
    EVICTED,
    /** The pod is gone and another one ready. */
    REPLACED,
    /** A sick pod is left as it is. */
    REFUSED,
    /** It is not about one pod. */
    SYSTEMIC
  }

  public HealNews {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(workload, "workload");
    Objects.requireNonNull(pod, "pod");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(severity, "severity");
  }

  /** Whether a restart was decided on: counted as an action, as all other decisions are. */
  public boolean decidesRestart() {
    return kind == Kind.ADVISED || kind == Kind.BEGUN;
  }
}
