package io.tidewatch.serving.forecast;

import io.tidewatch.mlflow.WorkloadModel;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/** What forecasts a workload; the package holds a choice for each. */
public enum Method {
  /** The model's graph, whose outputs are relative to the level. */
  GBT("gbt") {
    @Override
    double point(Present now, double output, OptionalDouble dayBefore) {
      return relative(now, output);
    }
  },
  /** The workload's own linear model, whose outputs are relative to the level too. */
  LINEAR(WorkloadModel.LINEAR) {
    @Override
    double point(Present now, double output, OptionalDouble dayBefore) {
      return relative(now, output);
    }
  },
  /** The demand stays as it is. */
  LAST_VALUE("last-value") {
    @Override
    double point(Present now, double output, OptionalDouble dayBefore) {
      return now.last();
    }
  },
  /** The demand of one day before the target; where it is unknown, as now. */
  SEASONAL_NAIVE("seasonal-naive") {
    @Override
    double point(Present now, double output, OptionalDouble dayBefore) {
      return dayBefore.orElse(now.last());
    }
  };

  private final String text;

  Method(String text) {
    this.text = text;
  }

  /** The method that a package names. */
  public static Optional<Method> named(String text) {
    return Arrays.stream(values()).filter(method -> method.text.equals(text)).findFirst();
  }

  /** As packages name it. */
  public String text() {
    return text;
  }

  private static double relative(Present now, double output) {
    return Math.max(0, now.level() * (1 + output));
  }

  /**
   * The point forecast of one horizon, in demand units.
   *
   * @param output what the graph or the linear model says about that horizon
   * @param dayBefore the demand one day before the target
   */
  abstract double point(Present now, double output, OptionalDouble dayBefore);
}
