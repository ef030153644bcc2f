package io.tidewatch.operator.crd;

import io.tidewatch.operator.crd.spec.BoundsOverride;
import io.tidewatch.operator.crd.spec.PredictiveScalerSpec;
import java.util.List;

/** Fewest and most pods at one time. */
record Bounds(int min, int max) {
  private static final int LEAST = 2;

  Bounds {
    if (min < 1) {
      throw new RefusedException(ConditionReason.INVALID_BOUNDS, "minReplicas is below 1: " + min);
    }
  }

  /** Those of the spec, or of the first override that is on; all are checked, on or not. */
  static Bounds of(PredictiveScalerSpec spec, LocalTimes now) {
    if (spec.maxReplicas() == null) {
      throw new RefusedException(ConditionReason.INVALID_BOUNDS, "maxReplicas is missing");
    }
    int min = ScalerMapper.or(spec.minReplicas(), Math.min(LEAST, spec.maxReplicas()));
    Bounds usual = checked(min, spec.maxReplicas(), "");
    List<BoundsOverride> overrides =
        ScalerMapper.stream(spec.schedule() == null ? null : spec.schedule().overrides()).toList();
    overrides.forEach(usual::under);
    return overrides.stream().filter(now::in).findFirst().map(usual::under).orElse(usual);
  }

  private Bounds under(BoundsOverride override) {
    int fewest = ScalerMapper.or(override.minReplicas(), min);
    int most = ScalerMapper.or(override.maxReplicas(), max);
    return checked(fewest, most, " in the override " + override.name());
  }

  private static Bounds checked(int min, int max, String where) {
    if (min > max) {
      throw new RefusedException(
          ConditionReason.INVALID_BOUNDS,
          "minReplicas " + min + " is above maxReplicas " + max + where);
    }
    return new Bounds(min, max);
  }
}
