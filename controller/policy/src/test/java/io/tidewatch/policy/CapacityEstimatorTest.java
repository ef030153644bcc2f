package io.tidewatch.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CapacityEstimatorTest {
  private static final double[] TO_A_THOUSAND =
      IntStream.rangeClosed(0, 1000).asDoubleStream().toArray();

  @Test
  void the_users_value_wins() {
    Capacity capacity = CapacityEstimator.estimate(OptionalDouble.of(12.5), TO_A_THOUSAND);

    assertEquals(new Capacity(OptionalDouble.of(12.5), Capacity.Origin.EXPLICIT), capacity);
  }

  @Test
  void else_the_busy_end_of_the_history_needs_twenty_pods() {
    Capacity capacity = CapacityEstimator.estimate(OptionalDouble.empty(), TO_A_THOUSAND);

    assertEquals(Capacity.Origin.HISTORY, capacity.origin());
    assertEquals(999.0 / 20, capacity.perPod().orElseThrow(), 1e-9);
  }

  @Test
  void nothing_known_is_unknown() {
    double[] nothing = {Double.NaN, Double.NaN};
    double[] idle = {0, 0, 0};

    assertEquals(Capacity.unknown(), CapacityEstimator.estimate(OptionalDouble.empty(), nothing));
    assertEquals(Capacity.unknown(), CapacityEstimator.estimate(OptionalDouble.empty(), idle));
  }

  @Test
  void a_capacity_can_be_misjudged_but_not_invented() {
    Capacity ten = new Capacity(OptionalDouble.of(10), Capacity.Origin.EXPLICIT);

    assertEquals(12, ten.times(1.2).perPod().orElseThrow());
    assertEquals(Capacity.unknown(), Capacity.unknown().times(1.2));
  }

  @Test
  void an_impossible_capacity_is_refused() {
    for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new Capacity(OptionalDouble.of(bad), Capacity.Origin.EXPLICIT));
    }
  }
}
