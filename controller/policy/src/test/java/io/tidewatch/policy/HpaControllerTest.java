package io.tidewatch.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.policy.HpaInputs.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The controller's rules by themselves; the operator's parity test holds them to the real one. */
class HpaControllerTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration WINDOW = Duration.ofSeconds(30);
  private static final HpaMetric REQUESTS =
      new HpaMetric(HpaMetric.Kind.PODS_AVERAGE, "requests", 10_000);
  private static final HpaMetric CPU =
      new HpaMetric(HpaMetric.Kind.RESOURCE_UTILIZATION, "cpu", 50);

  @Test
  void a_rate_counts_changes_by_their_time_and_not_by_syncs() {
    HpaController slow = controller(rate(2, 40), REQUESTS);
    HpaController.Sync first = slow.sync(at(0, 4, 40_000), HpaMemory.none(START));
    HpaController.Sync early = slow.sync(at(39, 6, 40_000), first.next());
    HpaController.Sync late = slow.sync(at(40, 6, 40_000), early.next());

    assertEquals(6, first.desired());
    assertEquals(6, early.desired());
    assertTrue(early.branches().contains(HpaBranch.RISE_SPENT));
    assertEquals(8, late.desired());
  }

  @Test
  void syncs_without_a_metric_are_forgotten() {
    HpaController quick = controller(Behavior.defaults(), REQUESTS);
    HpaMemory memory = quick.sync(at(0, 10, 9_500), HpaMemory.none(START)).next();
    HpaController.Sync blind = quick.sync(blind(290, 10), memory);

    assertEquals(10, blind.desired());
    assertTrue(blind.branches().contains(HpaBranch.ALL_METRICS_INVALID));
    assertEquals(1, quick.sync(at(301, 10, 10), blind.next()).desired());
  }

  @Test
  void a_metric_that_is_invalid_does_not_let_the_others_remove_pods() {
    HpaController both = controller(Behavior.defaults(), REQUESTS, CPU);
    HpaInputs low = at(0, 5, 1_000);
    HpaInputs half =
        new HpaInputs(START, 5, low.pods(), List.of(low.readings().get(0), Optional.empty()));

    assertTrue(
        both.sync(half, HpaMemory.none(START))
            .branches()
            .contains(HpaBranch.FEWER_WITH_AN_INVALID_METRIC));
  }

  @Test
  void utilisation_is_cut_to_whole_percent_before_it_is_compared() {
    HpaController cpu = controller(Behavior.defaults(), CPU);

    assertEquals(10, cpu.sync(cpu(10, 559), HpaMemory.none(START)).desired(), "55 %");
    assertEquals(12, cpu.sync(cpu(10, 560), HpaMemory.none(START)).desired(), "56 %");
  }

  @Test
  void impossible_specs_are_refused() {
    Behavior behavior = Behavior.defaults();
    assertThrows(IllegalArgumentException.class, () -> new HpaSpec(3, 2, List.of(CPU), behavior));
    assertThrows(IllegalArgumentException.class, () -> new HpaSpec(1, 2, List.of(), behavior));
    assertThrows(
        IllegalArgumentException.class,
        () -> new HpaMetric(HpaMetric.Kind.PODS_AVERAGE, "requests", 0));
  }

  /** Where pods are alike and loads whole thousandths, both algorithms must say the same. */
  @Property(tries = 300)
  void alike_pods_get_what_the_simulated_hpa_says(@ForAll long seed) {
    Random random = new Random(seed);
    Behavior behavior = random.nextInt(3) == 0 ? Behavior.builtIn() : between(random);
    HpaController single = controller(behavior, REQUESTS);
    HpaAlgorithm alike =
        new HpaAlgorithm(new HpaSettings(0.5, 1, 30, HpaSettings.Metric.REQUESTS, behavior));
    int current = 1 + random.nextInt(30);
    HpaMemory memory = single.sync(blind(-15, current), HpaMemory.none(START)).next();
    HpaState state = HpaState.starting(current);
    for (int sync = 0; sync < 60; sync++) {
      // 10 a pod are half of what it carries; 0.037 more keeps real numbers off every edge
      long each = 37 + 500L * random.nextInt(random.nextInt(8) == 0 ? 60 : 21);
      HpaController.Sync theirs = single.sync(at(15 * sync, current, each), memory);
      HpaState fresh =
          new HpaState(state.recommendations(), state.counts(), OptionalDouble.empty());
      HpaAlgorithm.Sync ours =
          alike.sync(OptionalDouble.of(each * current / 20_000.0), current, current, fresh);
      assertEquals(theirs.desired(), ours.wanted(), "sync " + sync);
      memory = theirs.next();
      state = ours.next();
      current = theirs.desired();
    }
  }

  /** Windows and periods that end between two syncs. */
  private static Behavior between(Random random) {
    return new Behavior(rules(random), rules(random));
  }

  private static Behavior.Rules rules(Random random) {
    int[] seconds = {0, 25, 70, 295};
    List<Behavior.Rate> rates =
        List.of(
            new Behavior.Rate(Behavior.Unit.PODS, 1 + random.nextInt(4), 40),
            new Behavior.Rate(Behavior.Unit.PERCENT, 20 + random.nextInt(80), 70));
    Behavior.Select[] selects = {Behavior.Select.MAX, Behavior.Select.MIN};
    return new Behavior.Rules(
        seconds[random.nextInt(seconds.length)], selects[random.nextInt(2)], rates);
  }

  private static HpaController controller(Behavior behavior, HpaMetric... metrics) {
    return new HpaController(new HpaSpec(1, 30, List.of(metrics), behavior), HpaTuning.usual());
  }

  private static Behavior rate(int pods, int seconds) {
    List<Behavior.Rate> rates = List.of(new Behavior.Rate(Behavior.Unit.PODS, pods, seconds));
    return new Behavior(
        new Behavior.Rules(0, Behavior.Select.MAX, rates), Behavior.defaults().down());
  }

  private static HpaInputs at(double seconds, int current, long each) {
    Instant now = START.plusMillis(Math.round(seconds * 1000));
    List<HpaPod> pods = pods(current);
    Map<String, Reading> readings = new TreeMap<>();
    pods.forEach(pod -> readings.put(pod.name(), new Reading(each, now, WINDOW)));
    return new HpaInputs(now, current, pods, List.of(Optional.of(readings)));
  }

  private static HpaInputs blind(int seconds, int current) {
    return new HpaInputs(
        START.plusSeconds(seconds), current, pods(current), List.of(Optional.empty()));
  }

  /** {@code total} thousandths of a core, all used by the first pod. */
  private static HpaInputs cpu(int current, long total) {
    HpaInputs idle = at(0, current, 0);
    Map<String, Reading> readings = new TreeMap<>(idle.readings().get(0).orElseThrow());
    readings.put("p0", new Reading(total, START, WINDOW));
    return new HpaInputs(START, current, idle.pods(), List.of(Optional.of(readings)));
  }

  private static List<HpaPod> pods(int count) {
    List<HpaPod> pods = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pods.add(
          new HpaPod(
              "p" + i,
              HpaPod.Phase.RUNNING,
              false,
              Optional.of(START.minusSeconds(3600)),
              Optional.of(new HpaPod.Ready(HpaPod.Status.TRUE, START.minusSeconds(3500))),
              Map.of("cpu", 100L)));
    }
    return pods;
  }
}
