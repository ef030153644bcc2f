package io.tidewatch.spark.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.evaluate.ErrorMetric;
import io.tidewatch.evaluate.IntervalMetric;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ForecastTallyTest {
  /** A truth and what was said about it. */
  record Said(double truth, double point, double lower, double upper) {}

  @Property(tries = 300)
  void it_says_what_the_formulas_say(@ForAll("predictions") List<Said> said) {
    ForecastTally tally = tally(said);
    double[] truth = said.stream().mapToDouble(Said::truth).toArray();
    double[] point = said.stream().mapToDouble(Said::point).toArray();
    double[] lower = said.stream().mapToDouble(Said::lower).toArray();
    double[] upper = said.stream().mapToDouble(Said::upper).toArray();
    assertEquals(IntervalMetric.coverage(truth, lower, upper), tally.coverage(), 1e-12);
    assertEquals(
        IntervalMetric.pinball(0.05, truth, lower) + IntervalMetric.pinball(0.95, truth, upper),
        tally.meanPinball(),
        1e-9);
    if (tally.truth() > 0) {
      double wape = ErrorMetric.WAPE.of(truth, point);
      assertEquals(wape, tally.wape().orElseThrow(), 1e-9);
      assertEquals(Math.max(0, 1 - wape / 100), tally.accuracy().orElseThrow(), 1e-9);
    }
  }

  @Property(tries = 300)
  void pooling_loses_nothing(
      @ForAll("predictions") List<Said> some, @ForAll("predictions") List<Said> others) {
    List<Said> all = new ArrayList<>(some);
    all.addAll(others);
    ForecastTally pooled = tally(some).plus(tally(others));
    assertEquals(tally(all).scored(), pooled.scored());
    assertEquals(tally(all).covered(), pooled.covered());
    assertEquals(tally(all).absolute(), pooled.absolute(), 1e-6);
    assertEquals(tally(all).meanPinball(), pooled.meanPinball(), 1e-6);
  }

  @Test
  void without_demand_there_is_no_accuracy() {
    ForecastTally quiet = ForecastTally.NOTHING.with(0, 1, 0, 2);
    assertEquals(OptionalDouble.empty(), quiet.accuracy());
    assertEquals(OptionalDouble.empty(), quiet.wape());
    assertTrue(quiet.meanPinball() > 0);
  }

  @Test
  void an_error_beyond_the_demand_is_no_accuracy_below_nothing() {
    assertEquals(0, ForecastTally.NOTHING.with(1, 5, 0, 9).accuracy().orElseThrow());
  }

  @Provide
  Arbitrary<List<Said>> predictions() {
    Arbitrary<Double> demand = Arbitraries.integers().between(0, 1_000).map(i -> i / 10.0);
    return Combinators.combine(demand, demand, demand, demand)
        .as(
            (truth, point, one, other) ->
                new Said(truth, point, Math.min(one, other), Math.max(one, other)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(30);
  }

  private static ForecastTally tally(List<Said> said) {
    ForecastTally tally = ForecastTally.NOTHING;
    for (Said one : said) {
      tally = tally.with(one.truth(), one.point(), one.lower(), one.upper());
    }
    return tally;
  }
}
