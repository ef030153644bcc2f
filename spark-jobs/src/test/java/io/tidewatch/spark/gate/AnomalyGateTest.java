package io.tidewatch.spark.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.spark.gate.AnomalyEvidence.Alarms;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnomalyGateTest {
  /** Of ten thousand rows one in a hundred is an alarm: 14.4 per pod-day. */
  private static final Alarms WEB = new Alarms("shop/web", 5_000, 50);

  private static final Alarms API = new Alarms("shop/api", 5_000, 50);
  private static final Alarms SPIKE = new Alarms("spike", 500, 300);
  private static final Alarms LEAK = new Alarms("leak", 500, 200);
  private static final AnomalyEvidence USUAL = evidence(List.of(WEB, API), List.of(SPIKE, LEAK));

  private final AnomalyGate gate = new AnomalyGate(AnomalyLimits.DEFAULT);

  @Test
  void a_first_forest_has_to_stay_within_the_budget_and_to_find_more_than_chance() {
    assertTrue(first(USUAL).passed(), first(USUAL).reason());
    AnomalyEvidence noisy =
        evidence(List.of(new Alarms("shop/web", 1_000, 51)), List.of(SPIKE, LEAK));
    assertEquals(List.of("alarms per pod-day"), lost(first(noisy)));
    AnomalyEvidence blind = evidence(List.of(WEB), List.of(new Alarms("spike", 500, 10)));
    assertEquals(List.of("faults beyond chance"), lost(first(blind)));
  }

  @Test
  void to_alarm_at_everything_is_not_to_find_everything() {
    AnomalyEvidence everything =
        evidence(List.of(new Alarms("w", 1_000, 1_000)), List.of(new Alarms("spike", 500, 500)));
    assertEquals(List.of("alarms per pod-day", "faults beyond chance"), lost(first(everything)));
  }

  @Test
  void a_forest_that_is_as_good_passes_for_it_has_seen_what_is_usual_now() {
    Verdict verdict = second(USUAL, 0.9);
    assertTrue(verdict.passed(), verdict.reason());
    assertTrue(verdict.reason().contains("beats champion version 1"), verdict.reason());
  }

  @Test
  void to_find_less_is_refused_overall_and_of_a_single_kind() {
    assertEquals(
        List.of("share of faults found"),
        lost(second(evidence(USUAL.alarms(), List.of(of(SPIKE, 290), of(LEAK, 185))), 0.9)));
    assertEquals(
        List.of("leak found"),
        lost(second(evidence(USUAL.alarms(), List.of(of(SPIKE, 400), of(LEAK, 149))), 0.9)));
  }

  @Test
  void to_alarm_much_oftener_than_the_champion_is_refused_though_within_the_budget() {
    AnomalyEvidence oftener = evidence(List.of(of(WEB, 150), of(API, 150)), USUAL.planted());
    assertEquals(List.of("alarms beside champion"), lost(second(oftener, 0.9)));
  }

  @Test
  void no_team_pays_with_its_alarms_for_the_quiet_of_the_others() {
    AnomalyEvidence moved = evidence(List.of(of(WEB, 0), of(API, 251)), USUAL.planted());
    assertTrue(lost(second(moved, 0.9)).contains("alarms of shop/api"));
    assertFalse(lost(second(moved, 0.9)).contains("alarms of shop/web"));
  }

  @Test
  void another_order_of_the_same_rows_has_to_be_earned_by_finding_more() {
    assertEquals(List.of("rank correlation"), lost(second(USUAL, 0.2)));
    AnomalyEvidence finder = evidence(USUAL.alarms(), List.of(of(SPIKE, 350), of(LEAK, 200)));
    Verdict verdict = second(finder, 0.2);
    assertTrue(verdict.passed(), verdict.reason());
    assertTrue(verdict.table().text().contains("it finds more: it may differ"));
  }

  @Test
  void a_package_that_is_too_large_or_too_slow_is_refused() {
    assertEquals(
        List.of("package bytes"),
        lost(
            second(new AnomalyEvidence(USUAL.alarms(), USUAL.planted(), (64L << 20) + 1, 1), 0.9)));
    assertEquals(
        List.of("microseconds per row"),
        lost(second(new AnomalyEvidence(USUAL.alarms(), USUAL.planted(), 1, 1_001), 0.9)));
  }

  @Test
  void too_few_rows_or_faults_decide_nothing() {
    assertEquals(List.of("rows", "planted faults"), lost(first(evidence(List.of(), List.of()))));
    AnomalyEvidence untried = evidence(List.of(WEB), List.of(new Alarms("spike", 19, 19)));
    assertEquals(List.of("planted faults"), lost(second(untried, 0.9)));
  }

  @Test
  void the_table_can_be_read_line_by_line() {
    String text = second(USUAL, 0.2).table().text();
    assertTrue(text.lines().anyMatch(line -> line.matches("rank correlation .* LOST .*")), text);
    assertTrue(text.lines().allMatch(line -> line.length() <= 140), text);
  }

  private static Alarms of(Alarms other, long alarms) {
    return new Alarms(other.of(), other.rows(), alarms);
  }

  private static AnomalyEvidence evidence(List<Alarms> alarms, List<Alarms> planted) {
    return new AnomalyEvidence(alarms, planted, 1_000, 20);
  }

  private static List<String> lost(Verdict verdict) {
    assertFalse(verdict.passed());
    return verdict.table().criteria().stream()
        .filter(criterion -> !criterion.passed())
        .map(Criterion::name)
        .toList();
  }

  private Verdict first(AnomalyEvidence challenger) {
    return gate.verdict(challenger, Optional.empty(), "the floor");
  }

  private Verdict second(AnomalyEvidence challenger, double correlation) {
    return gate.verdict(
        challenger, Optional.of(new AnomalyGate.Against(USUAL, correlation)), "champion version 1");
  }
}
