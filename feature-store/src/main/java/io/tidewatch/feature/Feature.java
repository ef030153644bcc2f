package io.tidewatch.feature;

import java.util.Objects;

/** One number about a workload at one step: its name, its unit and its formula. */
public record Feature(String name, String unit, Formula formula) {
  /** The value of a feature; never NaN or infinite. */
  @FunctionalInterface
  public interface Formula {
    double of(DemandView view);
  }

  public Feature {
    Objects.requireNonNull(formula, "formula");
    if (!name.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException("a feature's name is lower_snake_case: " + name);
    }
    Objects.requireNonNull(unit, "unit");
  }
}
