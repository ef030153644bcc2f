package io.tidewatch.local.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemandTest {
  private static final int START_SECONDS = 60;

  @TempDir private Path folder;

  @Property(tries = 40)
  void the_demos_own_demand_is_hard_for_a_reactive_autoscaler(
      @ForAll @IntRange(min = 0, max = 10_000) int seed) {
    LivePlan plan =
        new LivePlan(
            24,
            5,
            100,
            seed,
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty(),
            LivePlan.Race.ofEquals());
    Demand demand = Demand.of(plan);
    Simulation hpa = Simulation.of(demand, START_SECONDS).get(0);
    assertTrue(hpa.violationMinutes() >= 3, "seed " + seed + ": " + hpa);
    assertEquals(100, Arrays.stream(demand.minutes()).max().orElseThrow(), 1e-9);
  }

  @Test
  void a_short_run_has_its_spike_too() {
    Demand demand = Demand.of(TestingLive.plan(4));
    assertEquals(21, demand.minutes().length);
    assertTrue(Simulation.of(demand, START_SECONDS).get(0).violationMinutes() >= 1);
  }

  @Test
  void the_optimum_needs_fewer_pods_and_violates_nothing() {
    List<Simulation> both = Simulation.of(Demand.of(TestingLive.plan(24)), START_SECONDS);
    assertEquals(List.of("hpa", "oracle"), both.stream().map(Simulation::policy).toList());
    assertEquals(0, both.get(1).violationMinutes());
    assertTrue(both.get(1).podHours() < both.get(0).podHours());
  }

  @Test
  void a_seed_gives_the_same_demand_again() {
    assertArrayEquals(OwnDemand.shape(121, 7), OwnDemand.shape(121, 7));
    assertNotEquals(OwnDemand.shape(121, 7)[5], OwnDemand.shape(121, 8)[5]);
  }

  @Test
  void of_a_trace_the_part_with_ramp_and_spike_is_taken() throws IOException {
    double[] values = quietDays();
    ramp(values, 2_000);
    Path trace = trace(values);
    double[] part = Demand.of(TestingLive.traced(trace)).minutes();
    assertEquals(21, part.length);
    assertEquals(100, Arrays.stream(part).max().orElseThrow(), 1e-9);
    assertTrue(part[0] < 60, "it begins before the ramp: " + part[0]);
  }

  @Test
  void a_quiet_night_is_not_taken_though_its_noise_is_steep() {
    double[] values = quietDays();
    values[2 * 1_440] = 9;
    ramp(values, 2_000);
    int from = Window.choose(values, 21);
    assertTrue(from > 1_950 && from < 2_010, "from " + from);
  }

  @Property(tries = 100)
  void the_part_lies_within_the_trace(
      @ForAll @IntRange(min = 21, max = 200) int length,
      @ForAll @IntRange(min = 2, max = 21) int part) {
    double[] values = OwnDemand.shape(length, length);
    int from = Window.choose(values, part);
    assertTrue(from >= 0 && from + part <= length);
  }

  @Test
  void a_trace_that_is_too_short_is_refused() {
    assertThrows(UserException.class, () -> Window.choose(new double[10], 21));
  }

  @Test
  void the_generator_is_given_the_warm_up_first() throws IOException {
    Demand demand = new Demand("x", new double[] {10, 40, 20});
    assertArrayEquals(
        new double[] {10, 17.5, 25, 32.5, 40, 35, 30, 25, 20}, demand.quarters(), 1e-9);
    Path file = folder.resolve("work/demand.csv");
    demand.write(file, 2);
    List<String> lines = Files.readAllLines(file);
    assertEquals(6, lines.size());
    assertEquals("2026-01-05T08:00:00Z,10.000", lines.get(1));
    assertEquals("2026-01-05T08:02:00Z,10.000", lines.get(3));
    assertEquals("2026-01-05T08:04:00Z,20.000", lines.get(5));
  }

  @Property(tries = 20)
  void every_day_before_had_such_a_morning_and_none_was_today(
      @ForAll @IntRange(min = 0, max = 10_000) int seed) {
    int length = 121;
    double[] today = OwnDemand.shape(length, seed);
    double[] past = OwnDemand.past(14, length, 5, seed);
    assertEquals(14 * 1_440, past.length);
    int spike = highest(today, 0, length);
    for (int day = 1; day < 14; day++) {
      // Minute 0 of today's morning is five minutes after the end of the past.
      int morning = past.length + 5 - 1_440 * day;
      int found = highest(past, morning, morning + length) - morning;
      assertTrue(Math.abs(found - spike) <= 8, "seed " + seed + " day " + day + ": " + found);
      double[] then = Arrays.copyOfRange(past, morning, morning + length);
      double apart = 0;
      for (int i = 0; i < length; i++) {
        apart = Math.max(apart, Math.abs(then[i] / today[i] - 1));
      }
      assertTrue(apart > 0.02, "seed " + seed + " day " + day + " is today");
    }
    assertEquals(past[past.length - 1], today[0], 0.5 * today[0]);
  }

  private static int highest(double[] values, int from, int to) {
    int best = from;
    for (int i = from; i < to; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  @Test
  void of_a_trace_the_past_is_what_came_before() throws IOException {
    double[] values = new double[6 * 1_440];
    for (int i = 0; i < values.length; i++) {
      values[i] = 50 - 49 * Math.cos(2 * Math.PI * i / 1_440);
    }
    ramp(values, 5 * 1_440 + 600);
    LivePlan plan =
        new LivePlan(
            4,
            5,
            100,
            42,
            Optional.of(trace(values)),
            false,
            Optional.empty(),
            Optional.empty(),
            new LivePlan.Race(false, false, Optional.empty()));
    Demand demand = Demand.of(plan);
    int from = (int) (demand.from().getEpochSecond() / 60);
    assertEquals(from - plan.warmUpSteps(), demand.past().length);
    double scale = demand.minutes()[0] / values[from];
    assertEquals(values[1_000] * scale, demand.past()[1_000], 1e-6);
  }

  private static double[] quietDays() {
    double[] values = new double[4 * 1_440];
    for (int i = 0; i < values.length; i++) {
      values[i] = 50 - 49 * Math.cos(2 * Math.PI * i / 1_440);
    }
    return values;
  }

  private static void ramp(double[] values, int at) {
    for (int i = 0; i < 10; i++) {
      values[at + i] = 40 + 16 * i;
    }
  }

  private Path trace(double[] values) throws IOException {
    StringBuilder text = new StringBuilder("timestamp,value\n");
    for (int i = 0; i < values.length; i++) {
      text.append(60L * i).append(',').append(values[i]).append('\n');
    }
    return Files.writeString(folder.resolve("trace.csv"), text);
  }
}
