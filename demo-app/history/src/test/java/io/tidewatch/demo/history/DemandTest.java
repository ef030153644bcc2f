package io.tidewatch.demo.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.zone.ZoneRules;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DemandTest {
  private static final long LAST = Histories.END.getEpochSecond() / 60;

  @Property(tries = 30)
  void any_minute_alone_is_what_it_is_in_its_turn(
      @ForAll long seed,
      @ForAll @IntRange(max = 5) int which,
      @ForAll @IntRange(min = -20_000, max = 5_000) int offset) {
    String workload = Shop.workloads().get(which).name();
    Demand walked = Histories.demand(workload, seed, Histories.END);
    for (long m = LAST + offset - 1441; m < LAST + offset; m += 360) {
      walked.at(m);
    }
    Demand asked = Histories.demand(workload, seed, Histories.END);

    assertEquals(asked.at(LAST + offset), walked.at(LAST + offset));
    assertTrue(asked.at(LAST + offset) >= 0);
  }

  @Test
  void another_seed_is_another_history() {
    double one = Histories.demand("web", 1, Histories.END).at(LAST);
    double two = Histories.demand("web", 2, Histories.END).at(LAST);

    assertNotEquals(one, two);
  }

  @Test
  void means_lie_between_four_and_five_hundred_requests_per_second() {
    Map<String, double[]> demands = Histories.demands(42);

    demands.forEach(
        (workload, y) -> {
          double mean = Arrays.stream(y).average().orElseThrow();
          assertTrue(mean > 4 && mean < 500, () -> workload + ": " + mean);
        });
  }

  @Test
  void the_local_morning_keeps_its_place_in_the_day_when_the_clocks_change() {
    // Summer time ended on 2026-10-25 at 01:00Z: local 06:00 was 04:00Z before and is 05:00Z after.
    Demand admin = Histories.demand("admin", 42, Instant.parse("2026-11-01T00:00:00Z"));
    double before = rise(admin, "2026-10-22T04:20:00Z");
    double after = rise(admin, "2026-10-29T05:20:00Z");
    double inUtc = rise(admin, "2026-10-29T04:20:00Z");

    assertEquals(1, after / before, 0.15);
    assertTrue(inUtc / before > 1.3, () -> before + " became " + inUtc);
  }

  /** How much the demand of the quarter of an hour grows in three hours. */
  private static double rise(Demand demand, String instant) {
    long from = Histories.minute(instant);
    return quarter(demand, from + 180) / quarter(demand, from);
  }

  private static double quarter(Demand demand, long from) {
    return LongStream.range(from, from + 15).mapToDouble(demand::expectedAt).sum();
  }

  @Test
  void push_messages_leave_at_a_quarter_to_eight_on_the_local_clock() {
    Demand mobile = Histories.demand("mobile", 42, Instant.parse("2026-11-01T00:00:00Z"));
    for (String due : new String[] {"2026-10-23T05:45:00Z", "2026-10-26T06:45:00Z"}) {
      long minute = Histories.minute(due);
      double woken = mobile.expectedAt(minute + 6) / mobile.expectedAt(minute - 1);
      double hourBefore = mobile.expectedAt(minute - 54) / mobile.expectedAt(minute - 61);

      assertTrue(woken > 1.25, () -> due + ": " + woken);
      assertTrue(hourBefore < 1.15, () -> due + ": " + hourBefore);
    }
  }

  @Test
  void local_noon_is_minute_720_in_summer_and_in_winter() {
    ZoneRules zone = Shop.ZONE.getRules();

    assertEquals(720, Moment.of(Histories.minute("2026-10-24T10:00:00Z"), zone).minuteOfDay());
    assertEquals(720, Moment.of(Histories.minute("2026-10-25T11:00:00Z"), zone).minuteOfDay());
  }

  @Test
  void midnight_between_a_workday_and_the_weekend_is_no_step() {
    Demand web = Histories.demand("web", 42, Histories.END);
    long midnight = Histories.minute("2026-11-20T23:00:00Z");

    assertEquals(1, web.expectedAt(midnight) / web.expectedAt(midnight - 1), 0.02);
  }

  @Test
  void mobile_grows() {
    double[] mobile = Histories.demands(42).get("mobile");
    int week = 7 * Moment.MINUTES_A_DAY;
    double before = Arrays.stream(mobile, 0, week).sum();
    double after = Arrays.stream(mobile, week, 2 * week).sum();

    assertTrue(after / before > 1.1, () -> "grew by " + after / before);
  }
}
