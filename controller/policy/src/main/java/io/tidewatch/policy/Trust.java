package io.tidewatch.policy;

import java.util.Objects;

/** Whether a workload's forecasts may be acted on, and why. */
public record Trust(boolean trusted, Reason reason) {
  public Trust {
    Objects.requireNonNull(reason, "reason");
  }

  /** Not trusted for a reason outside the forecasts' quality: stale data, no model. */
  public static Trust withheld(ReasonCode code, double number) {
    return new Trust(false, new Reason(code, number));
  }
}
