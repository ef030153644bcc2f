package io.tidewatch.spark.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.PeakDistribution;
import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.source.Trace;
import io.tidewatch.spark.evaluate.Calibration;
import io.tidewatch.spark.evaluate.Method;
import io.tidewatch.spark.features.WorkloadRows;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JudgeTest {
  private static final int MINUTES = 4 * 1_440;
  private static final WorkloadRows ROWS = WorkloadRows.of(wave());

  @Test
  void held_out_rows_begin_after_the_training_of_both() {
    WorkloadEvidence all = Judge.heldOut(0).of(lastValue(1), ROWS);
    int test = MINUTES - ROWS.split().trainEnd();
    assertEquals(test / 5.0, all.tallies().get(0).origins(), 3);
    long later = ROWS.firstStep() + MINUTES - 600;
    WorkloadEvidence fewer = Judge.heldOut(later).of(lastValue(1), ROWS);
    assertEquals(600 / 5.0, fewer.tallies().get(0).origins(), 3);
    long never = ROWS.firstStep() + MINUTES + 10;
    assertTrue(Judge.heldOut(never).of(lastValue(1), ROWS).tallies().isEmpty());
  }

  @Test
  void the_last_value_judged_as_a_package_is_the_last_value() {
    for (Tally tally : Judge.heldOut(0).of(lastValue(1), ROWS).tallies()) {
      assertEquals(tally.lastValue(), tally.absolute(), 1e-9);
      assertEquals(tally.origins(), tally.covered(), "the interval is ten times the wave");
    }
  }

  @Test
  void a_narrow_interval_costs_pinball_and_covers_less() {
    Tally wide = Judge.heldOut(0).of(lastValue(0.3), ROWS).tallies().get(2);
    Tally narrow = Judge.heldOut(0).of(lastValue(0), ROWS).tallies().get(2);
    assertTrue(narrow.covered() < wide.covered());
    assertEquals(
        narrow.absolute(), narrow.pinball(), 1e-6, "both bounds on the forecast: .05 + .95");
  }

  @Test
  void decisions_are_replayed_on_held_out_rows_and_not_on_the_newest_day() {
    assertEquals(1, Judge.heldOut(0).of(lastValue(1), ROWS).decisions().size());
    assertEquals(0, Judge.newest(0).of(lastValue(1), ROWS).decisions().size());
  }

  private static ServedForecast lastValue(double half) {
    int horizons = DemandFeatures.HORIZONS.size();
    double[] lower = new double[horizons];
    double[] upper = new double[horizons];
    Arrays.fill(lower, -10 * half);
    Arrays.fill(upper, 10 * half);
    Calibration bounds =
        new Calibration(new double[0][], lower, upper, new double[PeakDistribution.GRID]);
    Map<String, ServedForecast.Choice> choices =
        Map.of("*", new ServedForecast.Choice(Method.LAST_VALUE, bounds));
    return new ServedForecast(null, choices, 0, 1, 1);
  }

  private static Trace wave() {
    double[] values = new double[MINUTES];
    for (int i = 0; i < MINUTES; i++) {
      values[i] = 100 * (1 + 0.5 * Math.sin(2 * Math.PI * i / 1_440));
    }
    return new Trace("shop/web", Instant.parse("2026-11-02T00:00:00Z"), values, new BitSet());
  }
}
