package io.tidewatch.mlflow;

import io.tidewatch.domain.HeldOutError;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What a package holds for one workload beside the shared graph.
 *
 * @param method what forecasts it, such as {@code gbt}
 * @param conformal per horizon in steps, the bounds of the 90 % interval
 * @param peak the distribution of the highest demand of the next steps
 * @param heldOut per horizon, the errors on data after the training
 */
public record WorkloadModel(
    String method, Map<Integer, Bounds> conformal, Peak peak, List<HeldOutError> heldOut) {

  /** The method of a workload whose forecast is a {@link io.tidewatch.mlflow.LinearModel}. */
  public static final String LINEAR = "linear";

  public WorkloadModel {
    Require.text("method", method);
    conformal = Map.copyOf(Require.present("conformal", conformal));
    Require.present("peak", peak);
    heldOut = List.copyOf(Require.present("heldOut", heldOut));
    heldOut.forEach(WorkloadModel::requireFinite);
  }

  void requireHorizons(Collection<Integer> horizons) {
    Require.check(
        conformal.keySet().containsAll(horizons),
        conformal,
        "conformal has bounds for " + conformal.keySet() + ", not for all of " + horizons);
  }

  private static void requireFinite(HeldOutError error) {
    Require.finite("heldOut.wape", error.wape());
    Require.finite("heldOut.lastValueWape", error.lastValueWape());
    Require.finite("heldOut.seasonalNaiveWape", error.seasonalNaiveWape());
    Require.finite("heldOut.coverage90", error.coverage90());
    Require.finite("heldOut.width90", error.width90());
  }

  /**
   * The 90 % interval around a forecast ŷ at level l: {@code [max(0, ŷ + l·lower), ŷ + l·upper]}.
   *
   * @param lower relative to the level, usually negative
   * @param upper relative to the level
   */
  public record Bounds(double lower, double upper) {

    public Bounds {
      Require.finite("conformal.lower", lower);
      Require.finite("conformal.upper", upper);
      Require.check(lower <= upper, lower, "conformal.lower " + lower + " > upper " + upper);
    }
  }

  /**
   * The distribution of (highest demand of the next {@code steps} − reference) ÷ level, where the
   * reference is the larger of the level and the first horizon's forecast.
   *
   * @param steps how far it looks
   * @param quantiles the 0 %, 1 %, … 100 % quantiles, not falling
   */
  public record Peak(int steps, List<Double> quantiles) {

    private static final int GRID = 101;

    public Peak {
      Require.atLeastOne("peak.steps", steps);
      quantiles = List.copyOf(Require.present("peak.quantiles", quantiles));
      int size = quantiles.size();
      Require.check(size == GRID, size, "peak.quantiles has " + size + " values, not " + GRID);
      Require.allFinite("peak.quantiles", quantiles);
      for (int i = 1; i < size; i++) {
        Require.check(
            quantiles.get(i - 1) <= quantiles.get(i), i, "peak.quantiles fall at position " + i);
      }
    }
  }
}
