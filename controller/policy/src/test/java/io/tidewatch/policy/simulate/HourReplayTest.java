package io.tidewatch.policy.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.Series;
import io.tidewatch.policy.simulate.HourOutcome.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class HourReplayTest {
  private static final long HOUR = 500_000;
  private static final long FIRST_STEP = HOUR * HourReplay.HOUR_STEPS;
  private static final HourReplay REPLAY = new HourReplay(OptionalDouble.of(10), 60);

  @Test
  void fewer_pods_that_carry_the_demand_help() {
    HourOutcome outcome = outcome(steady(4, 6), demand(35));
    assertEquals(60, outcome.decidedMinutes());
    assertEquals(4, outcome.podHours(), 1e-9);
    assertEquals(6, outcome.hpaPodHours(), 1e-9);
    assertEquals(2, outcome.savedPodHours(), 1e-9);
    assertEquals(0, outcome.violations().orElseThrow().ours());
    assertEquals(Verdict.HELPED, outcome.verdict());
  }

  @Test
  void fewer_pods_that_do_not_carry_it_harm_although_they_save() {
    HourOutcome outcome = outcome(steady(3, 6), demand(35));
    assertEquals(3, outcome.savedPodHours(), 1e-9);
    assertEquals(60, outcome.violations().orElseThrow().ours(), 1e-9);
    assertEquals(Verdict.HARMED, outcome.verdict());
  }

  @Test
  void more_pods_help_where_the_hpas_were_too_few() {
    HourOutcome outcome = outcome(steady(6, 3), demand(35));
    assertEquals(3, outcome.regretPodHours(), 1e-9);
    assertEquals(Verdict.HELPED, outcome.verdict());
  }

  @Test
  void pods_carry_nothing_before_they_are_ready() {
    List<Asked> asked = new ArrayList<>(steady(8, 8));
    // Both come to this hour with two pods and want eight from its first quarter on.
    asked.set(0, new Asked(asked.get(0).quarter(), 2, 8, 2));
    HourOutcome outcome =
        new HourReplay(OptionalDouble.of(10), 135).outcome(HOUR, asked, demand(35)).orElseThrow();
    assertEquals(2, outcome.violations().orElseThrow().ours(), 1e-9);
  }

  @Test
  void pods_that_started_before_the_hour_are_ready_in_it() {
    List<Asked> asked = new ArrayList<>();
    asked.add(new Asked(FIRST_STEP * 4 - 8, 2, 8, 8));
    asked.addAll(steady(8, 8));
    HourReplay slow = new HourReplay(OptionalDouble.of(10), 135);
    assertEquals(
        0, slow.outcome(HOUR, asked, demand(35)).orElseThrow().violations().orElseThrow().ours());
  }

  @Test
  void minutes_without_a_record_do_not_count() {
    HourOutcome outcome = outcome(steady(4, 6).subList(0, 30), demand(35));
    // The last wish stands for two minutes.
    assertEquals(31, outcome.decidedMinutes());
    assertEquals(31 * 2 / 60.0, outcome.savedPodHours(), 1e-9);
  }

  @Test
  void an_hour_without_a_decision_has_no_outcome() {
    assertEquals(Optional.empty(), REPLAY.outcome(HOUR + 2, steady(4, 6), demand(35)));
    assertEquals(Optional.empty(), REPLAY.outcome(HOUR, List.of(), demand(35)));
  }

  @Test
  void unknown_capacity_leaves_the_pods_known_and_the_verdict_open() {
    HourOutcome outcome =
        new HourReplay(OptionalDouble.empty(), 60)
            .outcome(HOUR, steady(4, 6), demand(35))
            .orElseThrow();
    assertEquals(2, outcome.savedPodHours(), 1e-9);
    assertEquals(Optional.empty(), outcome.violations());
    assertEquals(Verdict.UNKNOWN, outcome.verdict());
  }

  @Test
  void unknown_demand_is_no_quiet_demand() {
    double[] values = new double[61];
    Arrays.fill(values, 35);
    Arrays.fill(values, 20, 40, Double.NaN);
    HourOutcome outcome = outcome(steady(3, 6), Series.of(FIRST_STEP, values));
    assertEquals(40, outcome.violations().orElseThrow().ours(), 1e-9);
    assertEquals(40, outcome.judgedMinutes());
    assertEquals(Verdict.UNKNOWN, outcome.verdict());
    HourOutcome blind = outcome(steady(3, 6), Series.of(FIRST_STEP));
    assertEquals(Optional.empty(), blind.violations());
    assertEquals(3, blind.podHours(), 1e-9);
  }

  @Property(tries = 300)
  void who_asks_for_what_the_hpa_asks_for_neither_helps_nor_harms(@ForAll("hours") Hour hour) {
    List<Asked> same =
        hour.asked().stream().map(a -> new Asked(a.quarter(), a.hpa(), a.hpa(), a.hpa())).toList();
    HourOutcome outcome = outcome(same, hour.demand());
    assertEquals(0, outcome.savedPodHours(), 1e-9);
    assertEquals(0, outcome.regretPodHours(), 1e-9);
    assertEquals(outcome.violations().orElseThrow().ours(), outcome.violations().get().hpa());
    assertEquals(Verdict.NEUTRAL, outcome.verdict());
  }

  @Property(tries = 300)
  void regret_is_what_was_not_saved_and_never_negative(@ForAll("hours") Hour hour) {
    HourOutcome outcome = outcome(hour.asked(), hour.demand());
    assertTrue(outcome.regretPodHours() >= 0);
    assertTrue(outcome.regretPodHours() + outcome.savedPodHours() >= -1e-9);
    assertTrue(outcome.violations().orElseThrow().ours() <= outcome.judgedMinutes());
  }

  @Property(tries = 300)
  void fewer_violations_for_no_more_pods_never_harm(@ForAll("hours") Hour hour) {
    HourOutcome outcome = outcome(hour.asked(), hour.demand());
    boolean cheaper = outcome.savedPodHours() >= 0;
    boolean safer =
        outcome.violations().orElseThrow().ours() <= outcome.violations().orElseThrow().hpa();
    if (cheaper && safer) {
      assertTrue(outcome.verdict() != Verdict.HARMED, outcome::toString);
    }
    if (!cheaper
        && !(safer && outcome.violations().get().ours() < outcome.violations().get().hpa())) {
      assertTrue(outcome.verdict() != Verdict.HELPED, outcome::toString);
    }
  }

  @Property(tries = 200)
  void a_pod_that_carries_more_adds_no_violation(@ForAll("hours") Hour hour) {
    double small = outcome(hour.asked(), hour.demand()).violations().orElseThrow().ours();
    double large =
        new HourReplay(OptionalDouble.of(20), 60)
            .outcome(HOUR, hour.asked(), hour.demand())
            .orElseThrow()
            .violations()
            .orElseThrow()
            .ours();
    assertTrue(large <= small);
  }

  /** Decisions of one hour and its demand. */
  record Hour(List<Asked> asked, Series demand) {}

  @Provide
  Arbitrary<Hour> hours() {
    Arbitrary<List<Integer>> counts = Arbitraries.integers().between(1, 20).list().ofSize(60);
    Arbitrary<double[]> demand =
        Arbitraries.integers()
            .between(0, 250)
            .list()
            .ofSize(61)
            .map(list -> list.stream().mapToDouble(Integer::doubleValue).toArray());
    return Combinators.combine(counts, counts, demand)
        .as(
            (ours, hpas, values) -> {
              List<Asked> asked = new ArrayList<>();
              int before = hpas.get(0);
              for (int i = 0; i < ours.size(); i++) {
                long quarter = (FIRST_STEP + i) * 4;
                asked.add(new Asked(quarter, before, ours.get(i), hpas.get(i)));
                before = ours.get(i);
              }
              return new Hour(asked, Series.of(FIRST_STEP, values));
            });
  }

  private static HourOutcome outcome(List<Asked> asked, Series demand) {
    return REPLAY.outcome(HOUR, asked, demand).orElseThrow();
  }

  private static List<Asked> steady(int ours, int hpa) {
    List<Asked> asked = new ArrayList<>();
    for (int step = 0; step < 60; step++) {
      asked.add(new Asked((FIRST_STEP + step) * 4, ours, ours, hpa));
    }
    return asked;
  }

  private static Series demand(double value) {
    double[] values = new double[61];
    Arrays.fill(values, value);
    return Series.of(FIRST_STEP, values);
  }
}
