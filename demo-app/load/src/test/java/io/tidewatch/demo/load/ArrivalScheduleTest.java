package io.tidewatch.demo.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ArrivalScheduleTest {
  private static final int CELLS = 20_000;

  private static List<Long> arrivals(Rate rate, int seconds, long seed) {
    List<Long> all = new ArrayList<>();
    new ArrivalSchedule(rate, Duration.ofSeconds(seconds), seed)
        .arrivals()
        .forEachRemaining((long at) -> all.add(at));
    return all;
  }

  private static double expected(Rate rate, int seconds) {
    double sum = 0;
    for (int i = 0; i < CELLS; i++) {
      sum += rate.at((i + 0.5) * seconds / CELLS);
    }
    return sum * seconds / CELLS;
  }

  @Property(tries = 60)
  void the_number_of_arrivals_is_what_the_profile_means_within_chance(
      @ForAll Profile profile,
      @ForAll @DoubleRange(min = 0.5, max = 400) double peak,
      @ForAll @IntRange(min = 10, max = 600) int seconds,
      @ForAll long seed) {
    Rate rate = profile.over(seconds, peak);
    double mean = expected(rate, seconds);

    int arrived = arrivals(rate, seconds, seed).size();

    assertTrue(
        Math.abs(arrived - mean) <= 6 * Math.sqrt(mean) + 3, arrived + " instead of " + mean);
  }

  @Property(tries = 60)
  void the_same_seed_gives_the_same_moments_in_order_and_within_the_run(
      @ForAll Profile profile,
      @ForAll @IntRange(min = 1, max = 60) int seconds,
      @ForAll long seed) {
    Rate rate = profile.over(seconds, 50);

    List<Long> one = arrivals(rate, seconds, seed);

    assertEquals(one, arrivals(rate, seconds, seed));
    assertEquals(one, one.stream().sorted().toList());
    assertTrue(one.stream().allMatch(at -> at >= 0 && at < seconds * 1_000_000_000L));
  }

  @Test
  void another_seed_gives_other_moments() {
    Rate rate = Profile.STEADY.over(10, 50);

    assertNotEquals(arrivals(rate, 10, 1), arrivals(rate, 10, 2));
  }

  @Test
  void counts_of_a_second_vary_as_much_as_a_poisson_process_says() {
    int seconds = 4_000;
    int[] counts = new int[seconds];
    arrivals(Profile.STEADY.over(seconds, 30), seconds, 7)
        .forEach(at -> counts[(int) (at / 1_000_000_000L)]++);
    double mean = java.util.Arrays.stream(counts).average().orElseThrow();
    double variance =
        java.util.Arrays.stream(counts).mapToDouble(c -> (c - mean) * (c - mean)).sum() / seconds;

    assertEquals(1, variance / mean, 0.1);
  }

  @Test
  void a_moment_without_traffic_gets_no_request() {
    Rate gap = new Gap();

    List<Long> all = arrivals(gap, 30, 3);

    assertFalse(all.isEmpty());
    assertTrue(all.stream().noneMatch(at -> at >= 10_000_000_000L && at < 20_000_000_000L));
  }

  @Test
  void after_the_last_moment_there_is_none() {
    PrimitiveIterator.OfLong all =
        new ArrivalSchedule(Profile.STEADY.over(1, 1e-9), Duration.ofSeconds(1), 1).arrivals();

    assertFalse(all.hasNext());
    assertThrows(NoSuchElementException.class, all::nextLong);
  }

  private record Gap() implements Rate {
    @Override
    public double at(double seconds) {
      return seconds >= 10 && seconds < 20 ? 0 : 40;
    }

    @Override
    public double peak() {
      return 40;
    }

    @Override
    public String description() {
      return "a gap in the middle";
    }
  }
}
