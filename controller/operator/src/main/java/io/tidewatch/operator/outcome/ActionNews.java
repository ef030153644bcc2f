package io.tidewatch.operator.outcome;

import io.tidewatch.domain.WorkloadId;
import io.tidewatch.policy.simulate.HourOutcome.Verdict;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Something that was done to a workload, or how that turned out.
 *
 * @param action floor, target, restart
 * @param code a stable reason
 * @param verdict how it turned out; empty while it is news that something was done
 */
public record ActionNews(
    Instant at,
    WorkloadId workload,
    String action,
    String code,
    String text,
    Optional<Verdict> verdict) {
  private static final int LONGEST = 200;

  public ActionNews {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(workload, "workload");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(verdict, "verdict");
    // It ends up in a record that has 8 KiB for everything.
    text = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }
}
