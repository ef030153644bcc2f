package io.tidewatch.operator;

import io.tidewatch.domain.DecisionRecord.Action;
import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.DecisionRecord.Observed;
import io.tidewatch.domain.DecisionRecord.Worth;
import io.tidewatch.domain.WorkloadId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One decision before it is written down.
 *
 * @param mode how far it may be carried out
 * @param notes what went wrong while collecting
 * @param parameters which κ and trusted target are in force, and whence
 * @param evidence empty while the present count is unknown and nothing can be decided
 */
public record Decided(
    Instant at,
    WorkloadId workload,
    Mode mode,
    Observed observed,
    List<Why> notes,
    Why parameters,
    Worth worth,
    Optional<Evidence> evidence) {
  public Decided {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(workload, "workload");
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(observed, "observed");
    Objects.requireNonNull(parameters, "parameters");
    Objects.requireNonNull(worth, "worth");
    Objects.requireNonNull(evidence, "evidence");
    notes = List.copyOf(notes);
  }

  /** Savings and regret in pod-hours with violations priced; empty while nothing is decided. */
  Optional<Ledger.Carried> priced() {
    return evidence.map(Evidence::priced);
  }

  Action action() {
    return evidence
        .map(all -> Action.between(all.inputs().all(), all.outcome().wanted()))
        .orElse(Action.NO_ACTION);
  }
}
