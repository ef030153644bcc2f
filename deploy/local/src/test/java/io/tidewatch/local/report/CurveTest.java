package io.tidewatch.local.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CurveTest {
  private final Curve curve = curve(new double[] {1, 9, 2, 3, 4}, new int[] {2, 2, 7, 2, 3});

  @Test
  void thinning_loses_no_peak() {
    Curve thin = curve.thinned(3);
    assertArrayEquals(new double[] {9, 3, 4}, thin.demand());
    assertArrayEquals(new int[] {2, 7, 3}, thin.replicas().get("oracle"));
    assertEquals(120, thin.stepSeconds());
  }

  @Test
  void a_part_begins_at_its_own_time() {
    Curve part = curve.part(1, 3);
    assertArrayEquals(new double[] {9, 2}, part.demand());
    assertEquals(Instant.EPOCH.plusSeconds(60), part.startTime());
  }

  @Test
  void pods_without_demand_are_refused() {
    assertThrows(IllegalArgumentException.class, () -> curve(new double[] {1}, new int[] {1, 2}));
  }

  private static Curve curve(double[] demand, int[] pods) {
    return new Curve("t", Instant.EPOCH, 60, "x", 1, demand, Map.of("oracle", pods));
  }
}
