package io.tidewatch.feature;

import java.util.Objects;

/**
 * One number about a workload or a pod at one step.
 *
 * @param unit part of the fingerprint: two features of different units are not the same
 * @param source what it is computed from: a query's name, or what stands for one
 * @param meaning one line for a person
 * @param formula how it is computed
 * @param <V> what is known at that step
 */
public record Feature<V>(
    String name, String unit, String source, String meaning, Formula<V> formula) {
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
    Objects.requireNonNull(source, "source");
    if (meaning.isBlank() || meaning.contains("\n")) {
      throw new IllegalArgumentException("feature " + name + " needs one line of meaning");
    }
  }
}
