package io.tidewatch.operator;

import io.tidewatch.domain.DecisionRecord.Prediction;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * All that a decision rests on: what {@link DecisionReplay} needs to make it again.
 *
 * @param challenger what the challenger forecasts besides; it decides nothing
 * @param hpa what the user's HPA does at this moment
 * @param ledger what both have cost so far
 * @param asked the counts that each version is worth
 * @param podHourCost what an hour of a pod costs, in dollars
 * @param price kappa at which violations are accounted, whatever was decided by
 * @param notes what went wrong while collecting
 */
public record Evidence(
    DecisionInputs inputs,
    Optional<Prediction> challenger,
    Outcome outcome,
    HpaShadow hpa,
    Ledger ledger,
    List<Why> notes,
    AliasReplicas asked,
    double podHourCost,
    OptionalDouble price) {
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
    price = Objects.requireNonNullElseGet(price, OptionalDouble::empty);
    notes = List.copyOf(notes);
  }

  /** The ledger with its violations priced. */
  Ledger.Carried priced() {
    return ledger.carried(price.orElse(inputs.settings().kappa()));
  }
}
