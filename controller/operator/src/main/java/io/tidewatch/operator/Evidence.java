package io.tidewatch.operator;

import io.tidewatch.domain.DecisionRecord.Prediction;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * All that a decision rests on: what {@link DecisionReplay} needs to make it again.
 *
 * @param challenger what the challenger forecasts besides; it decides nothing
 * @param hpa what the user's HPA does at this moment
 * @param ledger what both have cost so far
 * @param notes what went wrong while collecting
 */
public record Evidence(
    DecisionInputs inputs,
    Optional<Prediction> challenger,
    Outcome outcome,
    HpaShadow hpa,
    Ledger ledger,
    List<Why> notes) {
  public Evidence {
    Objects.requireNonNull(inputs, "inputs");
    Objects.requireNonNull(challenger, "challenger");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(hpa, "hpa");
    Objects.requireNonNull(ledger, "ledger");
    notes = List.copyOf(notes);
  }
}
