package io.tidewatch.operator;

import io.tidewatch.domain.DecisionRecord.Prediction;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All that a decision rests on: what {@link DecisionReplay} needs to make it again.
 *
 * @param challenger what the challenger forecasts besides; it decides nothing
 * @param hpa what the user's HPA does at this moment
 * @param ledger what both have cost so far
 * @param asked the counts that each version is worth
 * @param notes what went wrong while collecting
 */
public record Evidence(
    DecisionInputs inputs,
    Optional<Prediction> challenger,
    Outcome outcome,
    HpaShadow hpa,
    Ledger ledger,
    List<Why> notes,
    AliasReplicas asked) {
  public Evidence {
    Objects.requireNonNull(inputs, "inputs");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(hpa, "hpa");
    Objects.requireNonNull(ledger, "ledger");
    // Records of before this was written down have none.
    asked =
        Objects.requireNonNullElseGet(
            asked, () -> new AliasReplicas(OptionalInt.empty(), OptionalInt.empty()));
    challenger = Objects.requireNonNullElseGet(challenger, Optional::empty);
    notes = List.copyOf(notes);
  }
}
