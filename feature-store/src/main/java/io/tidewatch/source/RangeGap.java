package io.tidewatch.source;

import java.util.Objects;

/** Steps of one query that could not be read, and why. */
public record RangeGap(StepRange steps, Reason reason, String detail) {
  /** Why steps are unknown. */
  public enum Reason {
    /** The server does not understand the query; it stays so until the query is changed. */
    BAD_QUERY,
    /** The server understands the query but cannot compute it. */
    EXECUTION,
    /** The server gave up computing. */
    TIMEOUT,
    /** The server said that its answer is not complete. */
    PARTIAL;

    /** The name in the tables. */
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public RangeGap {
    Objects.requireNonNull(steps, "steps");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(detail, "detail");
  }
}
