package io.tidewatch.spark.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ResidualsTest {
  @Test
  void a_large_miss_loses_weight_in_proportion_and_a_small_one_keeps_it() {
    double[] next = Residuals.reweighted(new double[] {2, 2, 2}, new double[] {0.1, -1, 10});
    // The median miss is 1: below 0.3 all count alike, above it weight falls with the miss.
    assertArrayEquals(new double[] {2, 0.6, 0.06}, next, 1e-12);
  }

  @Test
  void perfect_forecasts_leave_the_weights_as_they_are() {
    assertArrayEquals(
        new double[] {1, 4}, Residuals.reweighted(new double[] {1, 4}, new double[2]), 1e-12);
  }

  @Test
  void clipping_moves_the_tails_to_where_they_begin() {
    double[] values = IntStream.rangeClosed(0, 100).mapToDouble(i -> i).toArray();
    double[] clipped = Residuals.clipped(values, 0.05);
    assertArrayEquals(new double[] {5, 5, 6, 95, 95}, pick(clipped, 0, 5, 6, 95, 100), 1e-12);
  }

  @Property
  void no_weight_grows(
      @ForAll @Size(20) double[] weights, @ForAll @Size(20) @DoubleRange double[] misses) {
    double[] positive = Arrays.stream(weights).map(w -> Math.min(1e6, Math.abs(w))).toArray();
    double[] next = Residuals.reweighted(positive, misses);
    for (int i = 0; i < next.length; i++) {
      assertTrue(next[i] >= 0 && next[i] <= positive[i] * (1 + 1e-12), "weight " + i);
    }
  }

  private static double[] pick(double[] values, int... positions) {
    return IntStream.of(positions).mapToDouble(p -> values[p]).toArray();
  }
}
