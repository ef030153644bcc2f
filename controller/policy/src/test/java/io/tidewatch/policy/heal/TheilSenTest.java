package io.tidewatch.policy.heal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TheilSenTest {
  private static final double Z = 1.96;

  private static double[] times(int n) {
    return IntStream.range(0, n).asDoubleStream().toArray();
  }

  /** The 21 pairwise slopes, sorted: 1, 2.5, 3.67, 3.71 … 4.18, 4.38, 5, 5, 6. */
  @Test
  void the_slope_and_its_interval_are_ranks_of_the_pairwise_slopes() {
    double[] times = {1, 2, 3, 4, 10, 12, 18};
    double[] values = {9, 15, 19, 20, 45, 55, 78};
    TheilSen line = TheilSen.of(times, values, Z).orElseThrow();
    assertEquals(4, line.slope(), 1e-12);
    assertEquals(11 / 3.0, line.lower(), 1e-12);
    assertEquals(5, line.upper(), 1e-12);
    assertEquals(6, line.at(0), 1e-12);
    assertEquals(46, line.at(10), 1e-12);
  }

  @Test
  void a_line_is_found_although_a_quarter_of_the_points_lie_anywhere() {
    double[] times = times(20);
    double[] values = IntStream.range(0, 20).mapToDouble(i -> 3 + 0.5 * i).toArray();
    for (int wrong : new int[] {2, 7, 11, 16, 19}) {
      values[wrong] = 1e6;
    }
    assertEquals(0.5, TheilSen.of(times, values, Z).orElseThrow().slope(), 1e-9);
  }

  @Test
  void too_few_points_have_no_interval() {
    assertEquals(Optional.empty(), TheilSen.of(times(3), new double[] {1, 2, 3}, Z));
    assertEquals(Optional.empty(), TheilSen.of(new double[0], new double[0], Z));
    assertThrows(IllegalArgumentException.class, () -> TheilSen.of(times(3), new double[] {1}, Z));
  }

  @Property(tries = 200)
  void the_interval_holds_the_slope_and_moves_with_it(@ForAll long seed) {
    Random random = new Random(seed);
    double[] values = random.doubles(15).toArray();
    TheilSen noise = TheilSen.of(times(15), values, Z).orElseThrow();
    double[] steeper = IntStream.range(0, 15).mapToDouble(i -> values[i] + 2 * i).toArray();
    TheilSen tilted = TheilSen.of(times(15), steeper, Z).orElseThrow();
    assertTrue(noise.lower() <= noise.slope() && noise.slope() <= noise.upper());
    assertEquals(noise.slope() + 2, tilted.slope(), 1e-9);
    assertEquals(noise.lower() + 2, tilted.lower(), 1e-9);
  }

  @Test
  void nineteen_of_twenty_intervals_hold_the_true_slope() {
    Random random = new Random(1);
    int held = 0;
    for (int round = 0; round < 1_000; round++) {
      double[] values =
          IntStream.range(0, 20).mapToDouble(i -> 0.3 * i + random.nextGaussian()).toArray();
      TheilSen line = TheilSen.of(times(20), values, Z).orElseThrow();
      held += line.lower() <= 0.3 && 0.3 <= line.upper() ? 1 : 0;
    }
    assertTrue(held >= 930 && held <= 985, "held " + held);
  }
}
