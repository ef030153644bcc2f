package io.tidewatch.spark.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.Series;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkloadRowsTest {
  private static final int LENGTH = 3_000;

  private final double[] demand = IntStream.range(0, LENGTH).mapToDouble(i -> i).toArray();
  private final BitSet imputed = new BitSet();

  private WorkloadRows rowsAt(int... positions) {
    List<DemandVectors.At> vectors =
        IntStream.of(positions)
            .mapToObj(p -> new DemandVectors.At(p, new double[] {p + 0.5, 1}))
            .toList();
    return WorkloadRows.of("shop/web", Series.of(7, demand), imputed, vectors);
  }

  @Test
  void the_truth_of_a_horizon_is_the_demand_there_if_it_was_measured_before_the_end() {
    imputed.set(110);
    demand[115] = Double.NaN;
    WorkloadRows rows = rowsAt(100);
    assertEquals(OptionalDouble.of(105), rows.truth(0, 5, LENGTH));
    assertEquals(OptionalDouble.empty(), rows.truth(0, 5, 105), "the end is not part of it");
    assertEquals(OptionalDouble.empty(), rows.truth(0, 10, LENGTH), "imputed: never scored");
    assertEquals(OptionalDouble.empty(), rows.truth(0, 15, LENGTH), "unknown");
    assertEquals(OptionalDouble.empty(), rowsAt(LENGTH - 1).truth(0, 5, Integer.MAX_VALUE));
  }

  @Test
  void a_peak_is_taken_over_the_steps_after_the_row_and_never_beyond_the_end() {
    demand[102] = 5_000;
    demand[100] = 9_000;
    assertEquals(OptionalDouble.of(5_000), rowsAt(100).peak(0, 5, LENGTH));
    assertEquals(OptionalDouble.empty(), rowsAt(100).peak(0, 5, 105));
    assertEquals(OptionalDouble.of(5_000), rowsAt(100).peak(0, 5, 106));
  }

  @Test
  void the_last_value_looks_back_over_a_bridged_gap() {
    demand[101] = Double.NaN;
    demand[102] = Double.NaN;
    assertEquals(100, rowsAt(102).lastValue(0));
    assertEquals(103, rowsAt(103).lastValue(0));
  }

  @Test
  void a_row_inside_an_unbridged_gap_is_a_bug_and_not_a_zero() {
    IntStream.range(100, 120).forEach(i -> demand[i] = Double.NaN);
    assertThrows(IllegalStateException.class, () -> rowsAt(119).lastValue(0));
  }

  @Test
  void seasonal_naive_is_yesterdays_demand_at_the_targets_time_or_else_the_last_value() {
    assertEquals(2_000 + 10 - 1_440, rowsAt(2_000).seasonalNaive(0, 10));
    assertEquals(1_000, rowsAt(1_000).seasonalNaive(0, 10), "there was no yesterday");
    demand[2_000 + 10 - 1_440] = Double.NaN;
    assertEquals(2_000, rowsAt(2_000).seasonalNaive(0, 10), "yesterday is unknown");
  }

  @Test
  void imputed_demand_is_seen_but_no_origin() {
    imputed.set(100);
    WorkloadRows rows = rowsAt(100, 105, 106);
    assertEquals(100, rows.lastValue(0));
    assertFalse(rows.isOrigin(0), "imputed");
    assertTrue(rows.isOrigin(1));
    assertFalse(rows.isOrigin(2), "not on every fifth step");
  }

  @Test
  void the_mean_before_an_end_knows_no_gaps() {
    demand[0] = Double.NaN;
    assertEquals(2, rowsAt(100).meanBefore(4));
    assertEquals(0, rowsAt(100).meanBefore(1), "nothing is known");
  }
}
