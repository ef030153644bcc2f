package io.tidewatch.feature;

import java.util.Objects;

/**
 * One number about a workload or a pod at one step: its name, its unit and its formula.
 *
 * @param <V> what is known at that step
 */
public record Feature<V>(String name, String unit, Formula<V> formula) {
  /** The value of a feature; never NaN or infinite. */
  @FunctionalInterface
  public interface Formula<V> {
    double of(V view);
  }

  public Feature {
    Objects.requireNonNull(formula, "formula");
    if (!name.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException("a feature's name is lower_snake_case: " + name);
    }
    Objects.requireNonNull(unit, "unit");
  }
}
