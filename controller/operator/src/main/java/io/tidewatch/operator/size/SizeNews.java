package io.tidewatch.operator.size;

import io.tidewatch.domain.WorkloadId;
import java.time.Instant;
import java.util.Objects;

/**
 * Something that happened on the way to another size, for metrics, status and records.
 *
 * @param code a stable reason
 */
public record SizeNews(Instant at, WorkloadId workload, Kind kind, String code, String text) {
  /** What happened. */
  public enum Kind {
    /** Its pods would get another size if the mode allowed it. */
    ADVISED,
    /** They are to get another size; it stands in the state directory from now on. */
    BEGUN,
    /** One running pod has it. */
    POD,
    /** The template has it. */
    TEMPLATE,
    /** All is done that was to be done. */
    DONE,
    /** It was ended before that. */
    ENDED,
    /** Something that a person can mend keeps it from being done. */
    HINDERED
  }

  public SizeNews {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(workload, "workload");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(text, "text");
  }

  /** Whether a resize was decided on: counted as an action, as all other decisions are. */
  public boolean decidesResize() {
    return kind == Kind.ADVISED || kind == Kind.BEGUN;
  }

  boolean worrying() {
    return kind == Kind.ENDED || kind == Kind.HINDERED;
  }
}
