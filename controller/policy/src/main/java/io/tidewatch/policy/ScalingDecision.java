package io.tidewatch.policy;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * What the policy wants and why.
 *
 * @param inputs what it saw
 * @param wanted pods it wants now
 * @param hpa pods that the HPA's rule wants now, at the target in force
 * @param target utilisation in force: the user's, or the trusted one
 * @param predicted pods the forecast is worth, while trusted
 * @param floor the floor under the HPA, if one is in force
 * @param reasons the reason chain, in the order of thought
 */
public record ScalingDecision(
    PolicyInputs inputs,
    int wanted,
    int hpa,
    double target,
    OptionalInt predicted,
    OptionalInt floor,
    List<Reason> reasons) {
  public ScalingDecision {
    Objects.requireNonNull(inputs, "inputs");
    Objects.requireNonNull(predicted, "predicted");
    Objects.requireNonNull(floor, "floor");
    reasons = List.copyOf(reasons);
  }

  /** What has to be done to the present count. */
  public Action action() {
    if (wanted > inputs.all()) {
      return Action.SCALE_UP;
    }
    return wanted < inputs.all() ? Action.SCALE_DOWN : Action.NO_ACTION;
  }

  /** The three outcomes of a decision. */
  public enum Action {
    SCALE_UP,
    SCALE_DOWN,
    NO_ACTION;

    /** The spelling in metrics and records: {@code scale_up}, {@code scale_down}, … */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
