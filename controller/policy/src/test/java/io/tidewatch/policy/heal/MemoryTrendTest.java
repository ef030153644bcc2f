package io.tidewatch.policy.heal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.Series;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MemoryTrendTest {
  private static MemoryOutlook of(int steps, IntToDoubleFunction share) {
    return MemoryTrend.of(Series.of(0, IntStream.range(0, steps).mapToDouble(share).toArray()));
  }

  private static double until(MemoryOutlook outlook) {
    return outlook.failure().orElseThrow(() -> new AssertionError(outlook.toString())).expected();
  }

  @Test
  void a_straight_rise_reaches_the_limit_when_the_line_does() {
    MemoryOutlook outlook = of(60, i -> 0.3 + 0.01 * i);
    assertEquals((1 - 0.89) / 0.01, until(outlook), 1e-6);
    TimeToFailure exact = outlook.failure().orElseThrow();
    assertEquals(exact.soonest(), exact.latest(), 1e-6);
  }

  @Test
  void noise_widens_the_interval_around_the_truth() {
    Random random = new Random(7);
    MemoryOutlook outlook = of(60, i -> 0.3 + 0.01 * i + 0.01 * random.nextGaussian());
    TimeToFailure failure = outlook.failure().orElseThrow();
    assertTrue(failure.soonest() < 11 && failure.latest() > 9, failure.toString());
    assertTrue(failure.latest() - failure.soonest() > 0.1, failure.toString());
  }

  @Test
  void a_leak_is_seen_under_the_teeth_of_a_collector() {
    MemoryOutlook outlook = of(120, i -> 0.2 + 0.004 * i + 0.02 * (i % 6));
    // Peaks are a tenth above the lows: they reach the limit first.
    assertTrue(until(outlook) > 40 && until(outlook) < 90, outlook.toString());
  }

  @Test
  void teeth_without_a_leak_are_steady_wherever_one_looks() {
    for (int period : new int[] {3, 7, 13, 25, 50, 90}) {
      for (int end = 2 * period + 20; end < 240; end += 7) {
        MemoryOutlook outlook = of(end, i -> 0.3 + 0.6 * (i % period) / period);
        assertTrue(outlook instanceof MemoryOutlook.Steady, period + " at " + end + ": " + outlook);
      }
    }
  }

  @Test
  void a_process_that_warms_up_and_slows_down_does_not_leak() {
    assertTrue(of(60, i -> 0.8 * (1 - Math.exp(-i / 8.0))) instanceof MemoryOutlook.Steady);
  }

  @Test
  void a_leak_that_has_just_begun_shows_in_a_short_window() {
    MemoryOutlook outlook = of(240, i -> i < 225 ? 0.4 + 0.001 * (i % 5) : 0.4 + 0.03 * (i - 224));
    assertTrue(until(outlook) < 10, outlook.toString());
  }

  @Test
  void a_slow_leak_shows_in_a_long_window() {
    Random random = new Random(3);
    MemoryOutlook outlook = of(240, i -> 0.9 + 0.0003 * i + 0.005 * random.nextGaussian());
    assertTrue(until(outlook) < 120, outlook.toString());
  }

  @Test
  void falling_memory_is_no_danger() {
    assertTrue(of(60, i -> 0.9 - 0.01 * i) instanceof MemoryOutlook.Steady);
  }

  @Test
  void too_little_known_or_known_too_long_ago_says_nothing() {
    assertTrue(of(19, i -> 0.3 + 0.03 * i) instanceof MemoryOutlook.Unknown);
    assertTrue(of(0, i -> 0) instanceof MemoryOutlook.Unknown);
    assertTrue(of(60, i -> Double.NaN) instanceof MemoryOutlook.Unknown);
    assertTrue(of(60, i -> i < 57 ? 0.3 + 0.01 * i : Double.NaN) instanceof MemoryOutlook.Unknown);
    assertTrue(
        of(60, i -> i % 2 == 0 ? Double.NaN : 0.3 + 0.01 * i) instanceof MemoryOutlook.Unknown);
  }

  @Test
  void a_few_gaps_change_little() {
    assertEquals(11, until(of(60, i -> i % 7 == 2 ? Double.NaN : 0.3 + 0.01 * i)), 1);
  }

  @Property(tries = 40)
  void noise_around_a_level_hardly_ever_looks_like_a_leak(@ForAll long seed) {
    Random random = new Random(seed);
    int alarms = 0;
    for (int round = 0; round < 20; round++) {
      MemoryOutlook outlook = of(240, i -> 0.8 + 0.02 * random.nextGaussian());
      alarms += outlook.failure().filter(it -> it.expected() <= 60).isPresent() ? 1 : 0;
    }
    assertTrue(alarms <= 2, "alarms: " + alarms);
  }

  @Property(tries = 40)
  void the_limit_is_never_reached_in_the_past(
      @ForAll long seed, @ForAll @IntRange(min = 20, max = 240) int steps) {
    Random random = new Random(seed);
    double slope = random.nextDouble() * 0.05;
    MemoryOutlook outlook = of(steps, i -> 0.2 + slope * i + 0.05 * random.nextDouble());
    outlook.failure().ifPresent(failure -> assertTrue(failure.soonest() >= 0));
  }
}
