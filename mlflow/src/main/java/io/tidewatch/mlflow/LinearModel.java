package io.tidewatch.mlflow;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * A linear forecast of one workload: demand at a horizon ÷ level − 1 = intercept + Σ weight ·
 * input.
 *
 * <p>Each input is first clipped to the range that it was fitted in, so the line never
 * extrapolates. Trainer, gate and serving all call this one method, so they answer alike, bit for
 * bit. Features are floats because that is what every model here is trained on.
 *
 * @param low what a smaller input counts as
 * @param high what a greater input counts as
 * @param lines one per horizon
 */
public record LinearModel(double[] low, double[] high, List<Line> lines) implements Serializable {

  /**
   * The line of one horizon.
   *
   * @param horizon steps ahead
   * @param weights one per input; its scale is multiplied in
   */
  public record Line(int horizon, double intercept, double[] weights) implements Serializable {
    public Line {
      require(horizon >= 1, "a horizon must be at least 1 but is " + horizon);
      require(Double.isFinite(intercept), "intercept of h" + horizon + " is " + intercept);
      weights = finite("weights of h" + horizon, weights);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Line that
          && horizon == that.horizon
          && intercept == that.intercept
          && Arrays.equals(weights, that.weights);
    }

    @Override
    public int hashCode() {
      return 31 * horizon + Arrays.hashCode(weights);
    }
  }

  public LinearModel {
    low = finite("low", low);
    high = finite("high", high);
    require(lines != null && !lines.isEmpty(), "lines is missing or empty");
    lines = List.copyOf(lines);
    require(high.length == low.length, "high has " + high.length + " values, low " + low.length);
    for (int i = 0; i < low.length; i++) {
      require(low[i] <= high[i], "low " + low[i] + " > high " + high[i] + " at position " + i);
    }
    for (Line line : lines) {
      require(
          line.weights.length == low.length,
          "weights of h"
              + line.horizon
              + " has "
              + line.weights.length
              + " values, not "
              + low.length);
    }
    long distinct = lines.stream().map(Line::horizon).distinct().count();
    require(distinct == lines.size(), "two lines have one horizon");
  }

  /** The number of inputs. */
  public int inputs() {
    return low.length;
  }

  /** The horizons, in the order of the lines. */
  public List<Integer> horizons() {
    return lines.stream().map(Line::horizon).toList();
  }

  /** Demand ÷ level − 1 at the horizon of the {@code index}-th line. */
  public double relative(float[] vector, int index) {
    require(vector.length == low.length, "a vector has " + vector.length + " values");
    Line line = lines.get(index);
    double sum = line.intercept;
    for (int i = 0; i < vector.length; i++) {
      sum += line.weights[i] * Math.max(low[i], Math.min(high[i], vector[i]));
    }
    return sum;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LinearModel that
        && Arrays.equals(low, that.low)
        && Arrays.equals(high, that.high)
        && lines.equals(that.lines);
  }

  @Override
  public int hashCode() {
    return 31 * lines.hashCode() + Arrays.hashCode(low);
  }

  private static double[] finite(String field, double[] values) {
    require(values != null && values.length > 0, field + " is missing or empty");
    for (int i = 0; i < values.length; i++) {
      require(
          Double.isFinite(values[i]),
          field + " must hold numbers but at position " + i + " stands " + values[i]);
    }
    return values.clone();
  }

  private static void require(boolean holds, String complaint) {
    if (!holds) {
      throw new IllegalArgumentException(complaint);
    }
  }
}
