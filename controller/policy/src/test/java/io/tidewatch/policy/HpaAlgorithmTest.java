package io.tidewatch.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidewatch.policy.HpaSettings.Metric;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class HpaAlgorithmTest {
  private final HpaAlgorithm cpu = hpa(Metric.CPU, Behavior.defaults());

  @Test
  void a_ratio_within_ten_percent_keeps_the_count() {
    assertEquals(10, cpu.recommend(5.45, 10, 10));
    assertEquals(10, cpu.recommend(4.55, 10, 10));
    assertEquals(12, cpu.recommend(5.6, 10, 10));
    assertEquals(9, cpu.recommend(4.4, 10, 10));
  }

  @Test
  void cpu_hides_overload_and_requests_show_it() {
    assertEquals(20, cpu.recommend(30, 10, 10));
    assertEquals(60, hpa(Metric.REQUESTS, Behavior.defaults()).recommend(30, 10, 10));
  }

  @Test
  void starting_pods_count_as_present_when_more_are_wanted() {
    assertEquals(16, cpu.recommend(8, 10, 14), "8 of 14 pods at 50 % still need 16");
    assertEquals(15, cpu.recommend(8, 10, 15), "within ten percent of 15");
    assertEquals(19, cpu.recommend(8, 10, 19), "never fewer than there are");
  }

  @Test
  void starting_pods_do_not_hinder_fewer() {
    assertEquals(8, cpu.recommend(4, 10, 14));
  }

  @Test
  void a_lower_wish_waits_until_the_window_of_300_s_has_passed() {
    HpaState state = HpaState.starting(10);
    for (int sync = 1; sync <= 20; sync++) {
      HpaAlgorithm.Sync kept = cpu.sync(OptionalDouble.of(2), 10, 10, state);
      assertEquals(10, kept.wanted(), "sync " + sync);
      state = kept.next();
    }
    assertEquals(4, cpu.sync(OptionalDouble.of(2), 10, 10, state).wanted());
  }

  @Test
  void a_jump_is_limited_to_the_larger_of_twice_and_four_more() {
    HpaAlgorithm requests = hpa(Metric.REQUESTS, Behavior.defaults());
    assertEquals(6, requests.sync(OptionalDouble.of(50), 2, 2, HpaState.starting(2)).wanted());
    assertEquals(20, requests.sync(OptionalDouble.of(50), 10, 10, HpaState.starting(10)).wanted());
  }

  @Test
  void without_a_behaviour_a_jump_is_limited_to_the_larger_of_twice_and_four() {
    HpaAlgorithm requests = hpa(Metric.REQUESTS, Behavior.builtIn());
    assertEquals(4, requests.sync(OptionalDouble.of(50), 1, 1, HpaState.starting(1)).wanted());
    assertEquals(6, requests.sync(OptionalDouble.of(50), 3, 3, HpaState.starting(3)).wanted());
  }

  @Test
  void usage_is_the_mean_of_the_last_two_syncs() {
    HpaState after = cpu.sync(OptionalDouble.of(5), 10, 10, HpaState.starting(10)).next();

    assertEquals(14, cpu.sync(OptionalDouble.of(9), 10, 10, after).wanted());
  }

  @Test
  void an_unknown_load_keeps_the_count_and_is_forgotten() {
    HpaState state = HpaState.starting(10);
    for (int sync = 0; sync < 19; sync++) {
      HpaAlgorithm.Sync blind = cpu.sync(OptionalDouble.empty(), 10, 10, state);
      assertEquals(10, blind.wanted());
      state = blind.next();
    }
    HpaAlgorithm.Sync held = cpu.sync(OptionalDouble.of(1), 10, 10, state);

    assertEquals(10, held.wanted(), "the window still holds the first recommendation");
    assertEquals(2, cpu.sync(OptionalDouble.of(1), 10, 10, held.next()).wanted());
  }

  @Test
  void no_pods_at_all_are_a_pause() {
    assertEquals(0, cpu.sync(OptionalDouble.of(9), 0, 0, HpaState.starting(0)).wanted());
  }

  @Test
  void bounds_are_mended_before_the_load_is_asked() {
    HpaAlgorithm small =
        new HpaAlgorithm(new HpaSettings(0.5, 3, 8, Metric.CPU, Behavior.defaults()));

    assertEquals(8, small.sync(OptionalDouble.of(0), 20, 20, HpaState.starting(20)).wanted());
    assertEquals(3, small.sync(OptionalDouble.of(2), 2, 2, HpaState.starting(2)).wanted());
  }

  @Test
  void without_a_behaviour_an_earlier_wish_can_still_raise_the_count() {
    HpaAlgorithm requests = hpa(Metric.REQUESTS, Behavior.builtIn());
    HpaState state = requests.sync(OptionalDouble.of(10), 2, 2, HpaState.starting(2)).next();

    assertEquals(8, requests.sync(OptionalDouble.of(0), 4, 4, state).wanted());
  }

  @Test
  void the_larger_of_two_metrics_wins() {
    assertEquals(13, cpu.sync(OptionalDouble.of(5), 13, 10, 10, HpaState.starting(10)).wanted());
  }

  @Test
  void no_ready_pod_says_nothing() {
    assertEquals(3, cpu.recommend(2, 0, 3));
  }

  @Test
  void impossible_settings_are_refused() {
    Behavior behavior = Behavior.defaults();
    assertThrows(
        IllegalArgumentException.class, () -> new HpaSettings(0, 2, 10, Metric.CPU, behavior));
    assertThrows(
        IllegalArgumentException.class, () -> new HpaSettings(0.6, 5, 4, Metric.CPU, behavior));
  }

  private static HpaAlgorithm hpa(Metric metric, Behavior behavior) {
    return new HpaAlgorithm(new HpaSettings(0.5, 1, 2000, metric, behavior));
  }
}
