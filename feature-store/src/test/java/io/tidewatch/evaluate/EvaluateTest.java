package io.tidewatch.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EvaluateTest {
  private static final double[] TRUTH = {10, 20, 30};

  @Test
  void weightedErrorIsTheSumOfMissesOverTheSumOfTruths() {
    double[] forecast = {12, 20, 26};
    assertEquals(10, ErrorMetric.WAPE.of(TRUTH, forecast), 1e-12);
    assertEquals(2, ErrorMetric.MAE.of(TRUTH, forecast), 1e-12);
    assertThrows(IllegalArgumentException.class, () -> ErrorMetric.MAE.of(TRUTH, new double[] {1}));
  }

  @Test
  void anIntervalCoversWhatLiesInsideIt() {
    double[] lower = {9, 21, 25};
    double[] upper = {11, 22, 35};
    assertEquals(2.0 / 3, IntervalMetric.coverage(TRUTH, lower, upper), 1e-12);
    assertEquals(100 * 13.0 / 60, IntervalMetric.width(TRUTH, lower, upper), 1e-12);
  }

  @Test
  void pinballPunishesAnUndershotHighQuantileMore() {
    double[] below = {9, 19, 29};
    double[] above = {11, 21, 31};
    assertEquals(0.9, IntervalMetric.pinball(0.9, TRUTH, below), 1e-12);
    assertEquals(0.1, IntervalMetric.pinball(0.9, TRUTH, above), 1e-12);
  }

  @Test
  void quantilesAreInterpolatedAndConformalOnesTakeARank() {
    double[] values = {4, 1, 3, 2};
    assertEquals(2.5, Quantiles.linear(values, 0.5));
    assertEquals(4, Quantiles.conformalUpper(new double[] {1, 2, 3, 4}, 0.95));
    assertEquals(1, Quantiles.conformalLower(new double[] {1, 2, 3, 4}, 0.05));
  }

  @Property
  void aQuantileNeverFallsAsItsLevelRises(
      @ForAll @Size(min = 1, max = 50) double[] values,
      @ForAll @DoubleRange(min = 0, max = 1) double p,
      @ForAll @DoubleRange(min = 0, max = 1) double q) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Double.isFinite(values[i]) ? values[i] % 1e6 : 0;
    }
    assertTrue(
        Quantiles.linear(values, Math.min(p, q))
            <= Quantiles.linear(values, Math.max(p, q)) + 1e-9);
  }

  @Test
  void theStandardSplitIsThatOfTheProtocol() {
    Split split = Split.standard(60_480);
    assertEquals(42_336, split.trainEnd());
    assertEquals(35_985, split.fitEnd());
  }
}
