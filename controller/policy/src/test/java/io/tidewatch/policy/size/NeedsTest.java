package io.tidewatch.policy.size;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.Series;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NeedsTest {
  private static final int DAY = 1_440;
  private static final double MIB = 1024 * 1024;

  @Test
  void a_steady_load_needs_itself_and_fifteen_percent_within_the_width_of_a_bucket() {
    Needs needs = needs(8, 0.4, 300 * MIB);
    Need.Estimate cpu = needs.cpu().estimate().orElseThrow();
    Need.Estimate memory = needs.memory().estimate().orElseThrow();
    assertBetween(1.15 * 0.4, 1.15 * 0.4 * 1.05 + 0.01, cpu.target());
    assertBetween(1.15 * 300 * MIB, 1.15 * 300 * MIB * 1.05 + 1e7, memory.target());
    assertEquals(8, cpu.days(), 1e-9);
    assertEquals(8 * DAY, cpu.samples());
  }

  @Test
  void the_bounds_narrow_as_data_grows() {
    double early = needs(1, 0.4, 300 * MIB).cpu().estimate().orElseThrow().upper();
    double late = needs(20, 0.4, 300 * MIB).cpu().estimate().orElseThrow().upper();
    assertTrue(late < 0.6 * early, early + " and " + late);
  }

  @Test
  void yesterday_counts_more_than_last_week() {
    double[] fell = constant(10 * DAY, 2.0);
    Arrays.fill(fell, 6 * DAY, fell.length, 0.2);
    Need.Estimate cpu =
        Needs.of(List.of(Usage.of(Series.of(0, fell), Series.of(0))), fell.length - 1)
            .cpu()
            .estimate()
            .orElseThrow();
    // Four half-lives later the six days of high load weigh 6 %.
    assertTrue(cpu.target() < 0.3, "target " + cpu.target());
  }

  @Test
  void half_a_day_is_not_enough_and_what_is_missing_is_said() {
    Need cpu = Needs.of(List.of(pod(DAY / 2, 1, MIB)), DAY / 2 - 1).cpu();
    assertTrue(cpu.estimate().isEmpty());
    assertEquals(
        "720 samples of CPU over 0.5 days; at least 720 over a whole day are needed",
        cpu.missing().orElseThrow());
  }

  @Test
  void no_sample_and_an_old_one_are_named_too() {
    Usage nothing = Usage.of(Series.of(0), Series.of(0));
    assertEquals(
        "there is no sample of memory",
        Needs.of(List.of(nothing), 10).memory().missing().orElseThrow());
    assertEquals(
        "the newest sample of CPU is 2.0 days old, older than a day",
        Needs.of(List.of(pod(2 * DAY, 1, MIB)), 4 * DAY - 1).cpu().missing().orElseThrow());
  }

  @Test
  void a_kill_for_lack_of_memory_asks_for_a_fifth_more_or_100_mib() {
    assertBetween(200 * MIB, 200 * MIB + 1, killedAt(100 * MIB, 100 * MIB).observed());
    assertBetween(1_200 * MIB, 1_200 * MIB + 1, killedAt(1_000 * MIB, 900 * MIB).observed());
    // The scrape has missed the peak: it was killed at what it had asked for.
    assertBetween(1_200 * MIB, 1_200 * MIB + 1, killedAt(300 * MIB, 1_000 * MIB).observed());
  }

  @Property(tries = 60)
  void more_load_never_needs_less(
      @ForAll long seed, @ForAll @DoubleRange(min = 1, max = 5) double factor) {
    Usage less = random(seed, 3, 1);
    Usage more = random(seed, 3, factor);
    Stream.of(Needs.of(List.of(less), 3 * DAY), Needs.of(List.of(more), 3 * DAY))
        .reduce(
            (one, other) -> {
              assertNotLower(one.cpu(), other.cpu());
              assertNotLower(one.memory(), other.memory());
              return other;
            });
  }

  @Property(tries = 60)
  void never_below_the_observed_need(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int days) {
    Usage pod = random(seed, days, 1);
    Needs needs = Needs.of(List.of(pod), (long) days * DAY - 1);
    double highest = 0;
    for (int i = Math.max(0, (days - 8) * DAY); i < days * DAY; i++) {
      highest = Math.max(highest, pod.memory().known(i) ? pod.memory().value(i) : 0);
    }
    assertTrue(needs.memory().estimate().orElseThrow().target() >= highest);
    Need.Estimate cpu = needs.cpu().estimate().orElseThrow();
    assertTrue(cpu.target() >= cpu.observed() && cpu.lower() <= cpu.target());
  }

  @Property(tries = 60)
  void what_is_unknown_is_no_zero(@ForAll long seed) {
    Usage whole = random(seed, 2, 1);
    double[] later = Arrays.copyOf(whole.cpu().toArray(), 2 * DAY + 100);
    Arrays.fill(later, 2 * DAY, later.length, Double.NaN);
    Need known = Needs.of(List.of(whole), 2 * DAY - 1).cpu();
    Usage gap = Usage.of(Series.of(0, later), whole.memory());
    Usage silent = Usage.of(Series.of(0), Series.of(0));
    assertEquals(known, Needs.of(List.of(gap, silent), 2 * DAY - 1).cpu());
  }

  private static Need.Estimate killedAt(double memory, double request) {
    double[] kills = new double[2 * DAY];
    Arrays.fill(kills, 2 * DAY - 50, 2 * DAY, 1);
    Usage pod =
        new Usage(
            Series.of(0),
            Series.of(0, constant(2 * DAY, memory)),
            Series.of(0, constant(2 * DAY, request)),
            Series.of(0, kills));
    return Needs.of(List.of(pod), 2 * DAY - 1).memory().estimate().orElseThrow();
  }

  private static Usage random(long seed, int days, double factor) {
    Random random = new Random(seed);
    double[] cpu = new double[days * DAY];
    double[] memory = new double[days * DAY];
    for (int i = 0; i < cpu.length; i++) {
      boolean known = i == 0 || i == cpu.length - 1 || random.nextInt(10) > 0;
      cpu[i] = known ? factor * 3 * random.nextDouble() : Double.NaN;
      memory[i] = known ? factor * 1e9 * random.nextDouble() : Double.NaN;
    }
    return Usage.of(Series.of(0, cpu), Series.of(0, memory));
  }

  private static Needs needs(int days, double cpu, double memory) {
    return Needs.of(List.of(pod(days * DAY, cpu, memory)), (long) days * DAY - 1);
  }

  private static Usage pod(int steps, double cpu, double memory) {
    return Usage.of(Series.of(0, constant(steps, cpu)), Series.of(0, constant(steps, memory)));
  }

  private static double[] constant(int steps, double value) {
    double[] values = new double[steps];
    Arrays.fill(values, value);
    return values;
  }

  private static void assertNotLower(Need less, Need more) {
    Need.Estimate one = less.estimate().orElseThrow();
    Need.Estimate other = more.estimate().orElseThrow();
    assertTrue(other.target() >= one.target(), one + " and " + other);
    assertTrue(other.lower() >= one.lower() && other.upper() >= one.upper(), one + "; " + other);
  }

  private static void assertBetween(double least, double most, double value) {
    assertTrue(least <= value && value <= most, value + " is not in " + least + ".." + most);
  }
}
