package io.tidewatch.serving.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.mlflow.WorkloadModel.Bounds;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class IntervalShiftTest {
  private static final Bounds PACKAGE = new Bounds(-0.1, 0.1);

  @Property(tries = 40)
  void coverage_comes_back_to_ninety_percent_whatever_the_errors_have_become(
      @ForAll long seed,
      @ForAll @DoubleRange(min = 0.1, max = 0.4) double spread,
      @ForAll @DoubleRange(min = -0.1, max = 0.1) double bias) {
    SplittableRandom random = new SplittableRandom(seed);
    IntervalShift shift = IntervalShift.NONE;
    int covered = 0;
    int steps = 4_000;
    for (int i = 0; i < 2 * steps; i++) {
      Bounds now = shift.of(PACKAGE);
      double truth = bias + spread * random.nextGaussian();
      boolean inside = now.lower() <= truth && truth <= now.upper();
      covered += i >= steps && inside ? 1 : 0;
      shift = shift.scored(truth, now.lower(), now.upper());
    }
    assertEquals(0.9, (double) covered / steps, 0.02);
  }

  @Test
  void a_side_that_is_missed_moves_out_and_the_other_slowly_in() {
    IntervalShift shift = IntervalShift.NONE.scored(2, -1, 1);
    assertTrue(shift.upper() > 0 && shift.lower() < 0, shift.toString());
    assertTrue(shift.of(PACKAGE).upper() > PACKAGE.upper());
    assertTrue(shift.of(PACKAGE).lower() > PACKAGE.lower());
  }

  @Test
  void an_interval_is_never_turned_round_nor_blown_up_beyond_use() {
    IntervalShift narrow = IntervalShift.NONE;
    IntervalShift wide = IntervalShift.NONE;
    for (int i = 0; i < 100_000; i++) {
      narrow = narrow.scored(0, -1, 1);
      wide = wide.scored(9, -1, 1);
    }
    assertTrue(narrow.of(PACKAGE).lower() < narrow.of(PACKAGE).upper());
    assertEquals(0.1 + 4 * 0.2, wide.of(PACKAGE).upper(), 1e-9);
  }

  @Test
  void a_package_without_a_width_is_left_as_it_is() {
    Bounds none = new Bounds(0, 0);
    assertEquals(none, new IntervalShift(1, 1).of(none));
  }
}
