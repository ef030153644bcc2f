package io.tidewatch.operator;

import java.util.List;
import java.util.Objects;

/**
 * All that a decision rests on: what {@link DecisionReplay} needs to make it again.
 *
 * @param hpa what the user's HPA does at this moment
 * @param ledger what both have cost so far
 * @param notes what went wrong while collecting
 */
public record Evidence(
    DecisionInputs inputs, Outcome outcome, HpaShadow hpa, Ledger ledger, List<Why> notes) {
  public Evidence {
    Objects.requireNonNull(inputs, "inputs");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(hpa, "hpa");
    Objects.requireNonNull(ledger, "ledger");
    notes = List.copyOf(notes);
  }
}
