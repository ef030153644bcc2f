package io.tidewatch.local.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What is counted, and from what. */
class MeasuresTest {
  private static final Side A = Side.SAME_POLICY.get(0);
  private static final Side B = Side.SAME_POLICY.get(1);

  @Test
  void a_minute_is_violated_by_its_latency_or_by_one_failed_request() {
    assertFalse(TestingLive.step(0, 100, 0, 2_000).violates(2_000));
    assertTrue(TestingLive.step(0, 100, 0, 2_000.1).violates(2_000));
    assertTrue(TestingLive.step(0, 100, 1, 1_000).violates(2_000));
  }

  @Test
  void a_minute_without_any_answer_is_violated_but_not_one_without_requests() {
    assertTrue(TestingLive.step(0, 5, 5, Double.NaN).violates(2_000));
    assertTrue(TestingLive.step(0, 5, 0, Double.NaN).violates(2_000));
    assertFalse(TestingLive.step(0, 0, 0, Double.NaN).violates(2_000));
  }

  @Test
  void pods_are_counted_from_sample_to_sample() {
    Replicas replicas = TestingLive.replicas(-10, 2, 1_800, 4, 2_700, 1);
    double hours = replicas.hours(TestingLive.FROM, TestingLive.FROM.plusSeconds(3_600));
    assertEquals(0.5 * 2 + 0.25 * 4 + 0.25 * 1, hours, 1e-9);
  }

  @Test
  void before_the_first_sample_its_count_holds() {
    Replicas replicas = TestingLive.replicas(5, 3);
    assertEquals(3, replicas.at(TestingLive.FROM));
    assertEquals(3.0, replicas.hours(TestingLive.FROM, TestingLive.FROM.plusSeconds(3_600)), 1e-9);
    assertTrue(TestingLive.replicas().isEmpty());
    assertEquals(0, TestingLive.replicas().at(TestingLive.FROM));
  }

  @Property(tries = 200)
  void hours_of_two_parts_are_those_of_the_whole(
      @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 0, max = 20) Integer> counts,
      @ForAll @DoubleRange(min = 0, max = 1) double cut) {
    double[] samples = new double[2 * counts.size()];
    for (int i = 0; i < counts.size(); i++) {
      samples[2 * i] = 12 * i;
      samples[2 * i + 1] = counts.get(i);
    }
    Replicas replicas = TestingLive.replicas(samples);
    long seconds = 12L * counts.size();
    var middle = TestingLive.FROM.plusMillis(Math.round(cut * seconds * 1e3));
    var end = TestingLive.FROM.plusSeconds(seconds);
    assertEquals(
        replicas.hours(TestingLive.FROM, end),
        replicas.hours(TestingLive.FROM, middle) + replicas.hours(middle, end),
        1e-9);
    double sum = counts.stream().mapToInt(Integer::intValue).sum() * 12 / 3_600.0;
    assertEquals(sum, replicas.hours(TestingLive.FROM, end), 1e-9);
  }

  @Test
  void the_noise_band_is_the_distance_of_two_sides_of_one_policy() {
    Optional<NoiseBand> band = NoiseBand.of(List.of(side(A, 4, 17.5), side(B, 7, 16.25)));
    assertEquals(Optional.of(new NoiseBand(3, 1.25, "of this run")), band);
  }

  @Test
  void two_policies_have_no_noise_band() {
    Side ours = new Side("A", "aiops-demo", "tidewatch");
    assertTrue(NoiseBand.of(List.of(side(ours, 4, 17.5), side(B, 7, 16.25))).isEmpty());
  }

  @Test
  void a_request_that_the_generator_held_back_is_a_failed_one() {
    Map<String, List<Step>> steps =
        LoadSteps.parse(
            List.of(
                "target,step,start_epoch_ms,offered,sent,ok,http_5xx,p95_ms,shed,late_ms",
                "A,0,1000,10,9,8,1,1050.5,1,0.1",
                "B,0,1000,10,10,10,0,1040.0,0,0.1",
                "A,1,13000,4,4,0,4,,0,0.1"));
    assertEquals(List.of("A", "B"), new ArrayList<>(steps.keySet()));
    Step first = steps.get("A").get(0);
    assertEquals(2, first.failed());
    assertEquals(OptionalDouble.of(1050.5), first.p95Millis());
    assertEquals(OptionalDouble.empty(), steps.get("A").get(1).p95Millis());
  }

  @Test
  void progress_is_read_line_by_line_and_other_lines_are_left_alone() {
    Map<String, Step> progress =
        LoadSteps.progress(
                "{\"step\":7,\"start_epoch_ms\":84000,\"targets\":[{\"target\":\"A\","
                    + "\"offered\":12,\"ok\":11,\"failed\":1,\"p95_ms\":1200.5}]}")
            .orElseThrow();
    assertEquals(7, progress.get("A").number());
    assertEquals(1, progress.get("A").failed());
    assertTrue(LoadSteps.progress("WARNING: x").isEmpty());
    assertTrue(LoadSteps.progress("{\"step\":7,").isEmpty());
  }

  @Test
  void a_machine_that_is_too_busy_is_told_from_a_busy_minute() {
    assertTrue(Doubt.of(List.of(side(A, 4, 1), side(B, 4, 1))).isEmpty());
    List<Step> slow = new ArrayList<>();
    for (int i = 0; i < 21; i++) {
      slow.add(TestingLive.step(i, 100, 0, i < 10 ? 1_000 : 1_600));
    }
    Replicas pods = TestingLive.replicas(0, 2);
    SideResult busy =
        new SideResult(A, slow, pods, pods, pods, 1, 1, OptionalDouble.empty(), List.of());
    assertTrue(Doubt.of(List.of(busy)).orElseThrow().contains("too busy"));
  }

  private static SideResult side(Side side, int violations, double podHours) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      steps.add(TestingLive.step(i, 100, i < violations ? 1 : 0, 1_000));
    }
    Replicas pods = TestingLive.replicas(0, 2);
    OptionalDouble p95 = OptionalDouble.of(1_000);
    return new SideResult(side, steps, pods, pods, pods, podHours, podHours, p95, List.of());
  }
}
