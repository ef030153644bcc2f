package io.tidewatch.spark.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.Series;
import io.tidewatch.domain.Timescale;
import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.feature.DemandView;
import io.tidewatch.spark.features.DemandVectors.At;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What Spark stores is what serving computes: the same window gives the same bits. */
class DemandVectorsTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Timescale REAL_TIME = Timescale.realTime();
  private static final int WINDOW = DemandView.LOOK_BACK + DemandView.LONGEST_BRIDGE + 1;
  // Two days before the end of summer time, so that some calendars are of either side.
  private static final long FIRST = Instant.parse("2026-10-16T00:00:00Z").getEpochSecond() / 60;

  @Property(tries = 15)
  void a_stored_vector_has_the_bits_that_serving_computes_from_its_window(
      @ForAll long seed,
      @ForAll @DoubleRange(min = 0, max = 0.4) double gapShare,
      @ForAll @IntRange(min = 0, max = 400) int back) {
    Series history = history(seed, WINDOW + 600, gapShare);
    int from = history.length() - back - 1;
    for (At stored : DemandVectors.from(from, history, REAL_TIME, BERLIN)) {
      double[] served = served(history, stored.position());
      assertArrayEquals(served, stored.vector(), "at " + stored.position());
    }
  }

  @Property(tries = 10)
  void later_vectors_do_not_depend_on_where_the_computation_began(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 2_999) int from) {
    Series history = history(seed, 3_000, 0.05);
    List<At> all = DemandVectors.from(0, history, REAL_TIME, BERLIN);
    List<At> some = DemandVectors.from(from, history, REAL_TIME, BERLIN);
    List<At> tail = all.stream().filter(at -> at.position() >= from).toList();
    assertEquals(tail.size(), some.size());
    for (int i = 0; i < some.size(); i++) {
      assertEquals(tail.get(i).position(), some.get(i).position());
      assertArrayEquals(tail.get(i).vector(), some.get(i).vector());
    }
  }

  @Test
  void a_step_whose_last_hour_is_mostly_unknown_has_no_vector() {
    double[] values = new double[400];
    java.util.Arrays.fill(values, 10);
    java.util.Arrays.fill(values, 200, 290, Double.NaN);
    List<At> vectors = DemandVectors.from(0, Series.of(FIRST, values), REAL_TIME, BERLIN);
    List<Integer> positions = vectors.stream().map(At::position).toList();
    assertTrue(positions.contains(199));
    assertTrue(positions.contains(200 + DemandView.LONGEST_BRIDGE - 1), "a bridged step has one");
    assertTrue(positions.stream().noneMatch(p -> p >= 205 && p < 290), "inside the gap none has");
    assertTrue(positions.contains(399));
  }

  @Test
  void the_calendar_is_the_nominal_time_in_the_workloads_zone() {
    Timescale fast =
        new Timescale(
            Duration.ofSeconds(12),
            Instant.parse("2026-11-24T16:00:00Z"),
            Instant.parse("1998-07-12T23:30:00Z"));
    double[] values = new double[100];
    java.util.Arrays.fill(values, 5);
    long first = fast.stepIndex(Instant.parse("2026-11-24T16:00:00Z"));
    List<At> vectors = DemandVectors.from(99, Series.of(first, values), fast, BERLIN);
    int minute = DemandFeatures.set().names().indexOf("minute_of_day");
    // 99 steps after 23:30 UTC, which is 01:30 of the next day in Berlin's summer.
    assertEquals(90 + 99, vectors.get(0).vector()[minute]);
  }

  private static double[] served(Series history, int position) {
    int from = Math.max(0, position + 1 - WINDOW);
    Series bridged = DemandView.bridge(history.slice(from, position + 1));
    Instant now = REAL_TIME.nominal(REAL_TIME.wallTime(history.firstStep() + position));
    return DemandFeatures.set().vector(DemandView.at(bridged, bridged.length() - 1, now, BERLIN));
  }

  private static Series history(long seed, int length, double gapShare) {
    Random random = new Random(seed);
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      double daily = 100 + 60 * Math.sin(2 * Math.PI * i / 1_440);
      values[i] = random.nextDouble() < gapShare ? Double.NaN : daily * (1 + random.nextDouble());
    }
    return Series.of(FIRST, values);
  }
}
