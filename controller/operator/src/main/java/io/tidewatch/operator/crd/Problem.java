package io.tidewatch.operator.crd;

import java.util.Objects;

/** Why a PredictiveScaler cannot be decided about. */
public record Problem(ConditionReason reason, String text) {
  public Problem {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(text, "text");
  }
}
