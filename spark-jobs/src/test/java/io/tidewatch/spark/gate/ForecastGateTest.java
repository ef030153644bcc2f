package io.tidewatch.spark.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ForecastGateTest {
  private final ForecastGate gate = new ForecastGate(GateSettings.DEFAULT);

  @Test
  void the_first_model_has_to_beat_both_baselines_and_nothing_else() {
    assertTrue(first(TestingEvidence.of(10).coverage(0.7)).passed());
    Verdict lost = first(TestingEvidence.of(25));
    assertFalse(lost.passed());
    assertTrue(
        lost.reason().contains("WAPE h5 of seasonal naive 25.00 (limit below 20.00)"),
        lost.reason());
  }

  @Test
  void as_good_as_a_baseline_is_not_better() {
    assertFalse(first(TestingEvidence.of(20)).passed());
  }

  @Test
  void a_challenger_that_is_better_everywhere_wins() {
    Verdict verdict = second(TestingEvidence.of(10), TestingEvidence.of(9));
    assertTrue(verdict.passed(), verdict.reason());
    assertTrue(verdict.reason().contains("beats champion version 1"), verdict.reason());
  }

  @Test
  void no_model_wins_against_itself() {
    Random random = new Random(1);
    for (int i = 0; i < 100; i++) {
      double wape = 0.1 + 19 * random.nextDouble();
      TestingEvidence same =
          TestingEvidence.of(wape, wape * random.nextDouble())
              .coverage(random.nextDouble())
              .outcome(random.nextInt(100), random.nextInt(100), random.nextInt(100));
      assertFalse(second(same, same).passed(), same.toString());
    }
  }

  @Test
  void of_two_models_at_most_one_wins_against_the_other() {
    Random random = new Random(2);
    int won = 0;
    for (int i = 0; i < 500; i++) {
      TestingEvidence one = TestingEvidence.of(5 + 5 * random.nextDouble());
      TestingEvidence other = TestingEvidence.of(5 + 5 * random.nextDouble());
      boolean there = second(one, other).passed();
      boolean back = second(other, one).passed();
      assertFalse(there && back, one + " and " + other);
      won += there || back ? 1 : 0;
    }
    assertTrue(won > 450, "the gate must not refuse everything: " + won);
  }

  @Test
  void each_criterion_alone_is_enough_to_refuse() {
    TestingEvidence champion = TestingEvidence.of(10);
    TestingEvidence better = TestingEvidence.of(9);
    assertLost("pinball", champion, better.pinball(5));
    assertLost("coverage", champion, better.coverage(0.87));
    assertLost("coverage", champion, better.coverage(0.93));
    assertLost("pod-hours and violations", champion, better.outcome(100, 10, 152));
    assertLost("pod-hours", champion, better.outcome(106, 10, 150));
    assertLost("violation minutes", champion, better.outcome(100, 14, 150));
    assertLost("package bytes", champion, better.bytes((64L << 20) + 1));
  }

  @Test
  void a_workload_that_loses_is_not_hidden_by_the_others_that_win() {
    Verdict verdict = second(TestingEvidence.of(10, 10, 10), TestingEvidence.of(5, 5, 12));
    assertEquals(List.of("WAPE of w2"), lost(verdict), verdict.reason());
    assertTrue(second(TestingEvidence.of(10, 10, 10), TestingEvidence.of(5, 5, 10.9)).passed());
  }

  @Test
  void a_tiny_error_may_grow_by_half_a_point() {
    assertTrue(second(TestingEvidence.of(5, 0.1), TestingEvidence.of(4, 0.5)).passed());
  }

  @Test
  void too_few_held_out_forecasts_decide_nothing() {
    assertEquals(
        List.of("origins"),
        lost(second(TestingEvidence.of(10).origins(10), TestingEvidence.of(1).origins(10))));
    Verdict nothing =
        gate.verdict(new Evidence(List.of(), 1, 1), Optional.empty(), "the baselines");
    assertEquals(List.of("origins"), lost(nothing));
  }

  @Test
  void the_table_can_be_read_line_by_line() {
    String text = second(TestingEvidence.of(10), TestingEvidence.of(11)).table().text();
    assertTrue(
        text.lines().anyMatch(l -> l.matches("WAPE +10\\.00 +11\\.00 +below 10\\.00 +LOST.*")),
        text);
    assertTrue(text.lines().allMatch(line -> line.length() <= 140), text);
  }

  private void assertLost(String name, TestingEvidence champion, TestingEvidence challenger) {
    assertEquals(List.of(name), lost(second(champion, challenger)));
  }

  private static List<String> lost(Verdict verdict) {
    assertFalse(verdict.passed());
    return verdict.table().criteria().stream()
        .filter(criterion -> !criterion.passed())
        .map(Criterion::name)
        .toList();
  }

  private Verdict first(TestingEvidence challenger) {
    return gate.verdict(challenger.build(), Optional.empty(), "last value and seasonal naive");
  }

  private Verdict second(TestingEvidence champion, TestingEvidence challenger) {
    return gate.verdict(challenger.build(), Optional.of(champion.build()), "champion version 1");
  }
}
