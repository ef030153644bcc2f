package io.tidewatch.policy.heal;

import static io.tidewatch.policy.heal.TestingPods.RULES;
import static io.tidewatch.policy.heal.TestingPods.STEADY;
import static io.tidewatch.policy.heal.TestingPods.USUAL;
import static io.tidewatch.policy.heal.TestingPods.aged;
import static io.tidewatch.policy.heal.TestingPods.among;
import static io.tidewatch.policy.heal.TestingPods.leaking;
import static io.tidewatch.policy.heal.TestingPods.on;
import static io.tidewatch.policy.heal.TestingPods.pod;
import static io.tidewatch.policy.heal.TestingPods.strange;
import static io.tidewatch.policy.heal.TestingPods.unknown;
import static io.tidewatch.policy.heal.TestingPods.unready;
import static io.tidewatch.policy.heal.TestingPods.well;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.Severity;
import io.tidewatch.policy.heal.Strangeness.Attributed;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {
  private static final PodReading LEAK = leaking("a", 20);

  private final RestartPolicy policy = new RestartPolicy(RULES);
  private HealMemory memory = HealMemory.none();
  private long step = 1_000;
  private List<Long> restarts = List.of();
  private int clusterRestarts;
  private RestartPolicy.Judgement last;

  private HealVerdict see(List<PodReading> pods) {
    last = policy.judge(new WorkloadReading(step++, pods, restarts, clusterRestarts), memory);
    memory = last.memory();
    return last.verdict();
  }

  /** As often as it takes to be sure. */
  private HealVerdict persist(List<PodReading> pods) {
    see(pods);
    see(pods);
    return see(pods);
  }

  private static Denial denial(HealVerdict verdict) {
    return assertInstanceOf(HealVerdict.Denied.class, verdict).why();
  }

  private static Spread systemic(HealVerdict verdict) {
    return assertInstanceOf(HealVerdict.Systemic.class, verdict).why();
  }

  @Test
  void nothing_wrong_is_nothing_to_do() {
    assertInstanceOf(HealVerdict.Healthy.class, persist(among(4)));
    assertInstanceOf(HealVerdict.Healthy.class, see(List.of()));
  }

  @Test
  void a_pod_is_replaced_when_three_of_five_findings_are_bad() {
    assertInstanceOf(HealVerdict.Watching.class, see(among(4, LEAK)));
    assertInstanceOf(HealVerdict.Watching.class, see(among(4, well("a"))));
    assertInstanceOf(HealVerdict.Watching.class, see(among(4, LEAK)));
    assertInstanceOf(HealVerdict.Watching.class, see(among(4, well("a"))));
    var replace = assertInstanceOf(HealVerdict.Replace.class, see(among(4, LEAK)));
    assertEquals("a", replace.pod().uid());
    assertEquals(Cause.MEMORY, replace.cause());
    assertEquals(HealState.SICK, last.pods().get("a"));
  }

  @Test
  void two_causes_do_not_add_up() {
    see(among(4, LEAK));
    see(among(4, strange("a", "gc_time_now")));
    assertInstanceOf(HealVerdict.Watching.class, see(among(4, LEAK)));
  }

  @Test
  void a_step_without_an_answer_neither_confirms_nor_clears() {
    see(among(4, LEAK));
    see(among(4, LEAK));
    for (int i = 0; i < 5; i++) {
      assertInstanceOf(HealVerdict.Watching.class, see(among(4, unknown("a"))));
    }
    assertInstanceOf(HealVerdict.Replace.class, see(among(4, LEAK)));
  }

  @Test
  void findings_of_long_ago_do_not_count() {
    see(among(4, LEAK));
    see(among(4, LEAK));
    step += 3L * RULES.n();
    assertInstanceOf(HealVerdict.Watching.class, see(among(4, LEAK)));
  }

  @Test
  void a_failure_far_away_is_left_to_wait() {
    assertInstanceOf(HealVerdict.Healthy.class, persist(among(4, leaking("a", 61))));
  }

  @Test
  void a_second_sick_pod_among_nineteen_is_systemic_and_among_twenty_is_not() {
    PodReading second = leaking("b", 30);
    assertEquals(Spread.SEVERAL_PODS, systemic(persist(among(19, LEAK, second))));
    memory = HealMemory.none();
    var replace = assertInstanceOf(HealVerdict.Replace.class, persist(among(20, LEAK, second)));
    assertEquals("a", replace.pod().uid(), "the one that fails first");
  }

  @Test
  void a_pod_that_is_strange_for_the_first_time_counts_against_the_others() {
    persist(among(4, LEAK));
    PodReading second = strange("b", "gc_time_now");
    assertEquals(Spread.SEVERAL_PODS, systemic(see(among(4, LEAK, second))));
    assertEquals(Spread.SEVERAL_PODS, systemic(see(among(4, LEAK, aged(second, 1)))));
  }

  @Test
  void pods_that_say_nothing_do_not_make_the_sick_ones_a_smaller_share() {
    PodReading[] pods = new PodReading[30];
    pods[0] = LEAK;
    pods[1] = leaking("b", 30);
    for (int i = 2; i < 30; i++) {
      pods[i] = i < 16 ? unknown("u" + i) : well("w" + i);
    }
    assertEquals(Spread.SEVERAL_PODS, systemic(persist(List.of(pods))));
  }

  @Test
  void sick_pods_on_one_node_name_the_node() {
    List<PodReading> pods = among(4, on("n1", LEAK), on("n1", leaking("b", 30)));
    assertEquals(Spread.ONE_NODE, systemic(persist(pods)));
  }

  @Test
  void a_second_one_within_the_cool_down_is_systemic() {
    restarts = List.of(step - 10);
    assertEquals(Spread.SOON_AGAIN, systemic(persist(among(4, LEAK))));
    step = restarts.get(0) + RULES.coolDown();
    assertInstanceOf(HealVerdict.Replace.class, persist(among(4, LEAK)));
  }

  @Test
  void budgets_of_the_day_are_kept() {
    restarts = List.of(step - 500, step - 400);
    assertEquals(Denial.DAILY_BUDGET, denial(persist(among(4, LEAK))));
    restarts = List.of(step - 1_440, step - 400);
    assertInstanceOf(HealVerdict.Replace.class, see(among(4, LEAK)));
    clusterRestarts = 10;
    assertEquals(Denial.CLUSTER_BUDGET, denial(see(among(4, LEAK))));
  }

  @Test
  void young_pods_are_never_sick() {
    assertInstanceOf(HealVerdict.Healthy.class, persist(among(4, aged(LEAK, 29))));
    assertInstanceOf(HealVerdict.Replace.class, persist(among(4, aged(LEAK, 30))));
  }

  @Test
  void no_second_pod_is_taken_away_while_one_is_missing() {
    assertEquals(Denial.OTHERS_NOT_READY, denial(persist(among(4, LEAK, unready(well("b"))))));
    assertInstanceOf(HealVerdict.Replace.class, see(among(4, unready(LEAK))));
  }

  @Test
  void who_knows_half_of_the_pods_only_does_nothing() {
    assertEquals(
        Denial.TOO_FEW_KNOWN,
        denial(persist(List.of(LEAK, well("b"), unknown("c"), unknown("d")))));
  }

  @Test
  void a_restart_must_be_a_likely_cure() {
    for (String own :
        List.of("memory_of_limit_now", "gc_time_slope_60", "open_connections_change_5")) {
      memory = HealMemory.none();
      assertInstanceOf(HealVerdict.Replace.class, persist(among(4, strange("a", own))), own);
    }
    for (String shared :
        List.of(
            "pod_request_rate_change_5",
            "pod_latency_p95_own_score_60",
            "pod_error_rate_change_15",
            "network_receive_peer_score",
            "cpu_usage_change_5",
            "worst_own_score",
            "memory_of_limit_unknown_15")) {
      memory = HealMemory.none();
      assertInstanceOf(HealVerdict.NoCure.class, persist(among(4, strange("a", shared))), shared);
    }
  }

  @Test
  void errors_that_no_peer_has_are_the_pods_own() {
    assertInstanceOf(
        HealVerdict.Replace.class, persist(among(4, strange("a", "pod_error_rate_peer_score"))));
  }

  @Test
  void the_stronger_side_of_an_attribution_decides() {
    Strangeness mixed =
        new Strangeness(
            0.8,
            true,
            Severity.CRITICAL,
            List.of(
                new Attributed("pod_request_rate_change_5", true, 0.5),
                new Attributed("memory_of_limit_now", true, 0.4)));
    assertInstanceOf(
        HealVerdict.NoCure.class, persist(among(4, pod("a", STEADY, Optional.of(mixed)))));
    Strangeness low =
        new Strangeness(
            0.8, true, Severity.CRITICAL, List.of(new Attributed("memory_of_limit_now", false, 1)));
    assertInstanceOf(
        HealVerdict.NoCure.class, persist(among(4, pod("b", STEADY, Optional.of(low)))));
  }

  @Test
  void a_curiosity_is_no_sickness() {
    Strangeness info =
        new Strangeness(0.6, true, Severity.INFO, List.of(new Attributed("gc_time_now", true, 1)));
    assertInstanceOf(
        HealVerdict.Healthy.class, persist(among(4, pod("a", STEADY, Optional.of(info)))));
  }

  @Test
  void a_rise_to_where_its_peers_live_is_no_leak() {
    PodReading[] peers = new PodReading[3];
    for (int i = 0; i < 3; i++) {
      peers[i] = pod("p" + i, new MemoryOutlook.Steady(0.9, 0.92), Optional.of(USUAL));
    }
    assertInstanceOf(
        HealVerdict.Healthy.class, persist(List.of(LEAK, peers[0], peers[1], peers[2])));
  }

  @Test
  void a_pod_that_rises_to_where_its_peers_live_does_not_make_a_leak_systemic() {
    PodReading warming = leaking("b", 30, 0.6);
    PodReading peer = pod("p", new MemoryOutlook.Steady(0.6, 0.7), Optional.of(USUAL));
    var replace =
        assertInstanceOf(HealVerdict.Replace.class, persist(List.of(LEAK, warming, peer)));
    assertEquals("a", replace.pod().uid());
  }

  @Test
  void pods_that_all_rise_are_systemic_however_high_they_are() {
    assertEquals(
        Spread.SEVERAL_PODS,
        systemic(persist(List.of(LEAK, leaking("b", 30, 0.6), leaking("c", 50, 0.5)))));
  }

  @Test
  void a_single_pod_is_judged_by_its_own_history() {
    assertInstanceOf(HealVerdict.Replace.class, persist(List.of(LEAK)));
  }

  @Test
  void a_pod_is_healthy_again_after_five_good_findings() {
    persist(among(4, LEAK));
    for (int i = 0; i < 4; i++) {
      see(among(4, well("a")));
      assertEquals(HealState.WATCHED, last.pods().get("a"));
    }
    see(among(4, well("a")));
    assertEquals(HealState.HEALTHY, last.pods().get("a"));
    assertTrue(last.sick().isEmpty());
  }

  @Test
  void what_is_remembered_of_a_pod_goes_with_it() {
    persist(among(4, LEAK));
    see(among(4));
    assertInstanceOf(HealVerdict.Watching.class, see(among(4, LEAK)));
  }
}
