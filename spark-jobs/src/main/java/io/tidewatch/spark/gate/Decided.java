package io.tidewatch.spark.gate;

import io.tidewatch.policy.simulate.DecisionReplay;
import java.io.Serializable;

/** What {@link DecisionReplay} has found, as it travels between executors and driver. */
public record Decided(double podHours, double violationMinutes, double priced)
    implements Serializable {
  static Decided of(DecisionReplay.Outcome outcome) {
    return new Decided(outcome.podHours(), outcome.violationMinutes(), outcome.priced());
  }
}
