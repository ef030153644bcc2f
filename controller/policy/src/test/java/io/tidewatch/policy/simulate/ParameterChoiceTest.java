package io.tidewatch.policy.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterChoiceTest {
  private static final Candidate PRIOR = Candidate.DEFAULT;
  private static final Candidate HALF = new Candidate(0.5, 1);

  @Test
  void there_are_at_least_five_values_of_kappa() {
    assertTrue(Candidate.grid(false).stream().map(Candidate::kappaFactor).distinct().count() >= 5);
    assertTrue(Candidate.grid(true).containsAll(Candidate.grid(false)));
  }

  @Test
  void a_value_that_is_clearly_cheaper_at_no_more_violations_is_taken() {
    ParameterChoice choice = choose(spent(90, 5), spent(91, 4));
    assertEquals(HALF, choice.candidate());
    assertTrue(choice.departs());
    assertEquals(
        "κ × 0.5 was 9.5 % cheaper at no more violations, and 9.5 % on later data", choice.why());
  }

  @Test
  void one_that_is_cheaper_by_a_hair_is_not() {
    assertFalse(choose(spent(99, 5), spent(90, 5)).departs());
  }

  @Test
  void one_that_buys_its_price_with_violations_is_not() {
    assertFalse(choose(spent(50, 6), spent(50, 5)).departs());
  }

  @Test
  void one_that_does_not_hold_on_later_data_is_not_and_the_reason_says_so() {
    ParameterChoice violated = choose(spent(90, 5), spent(80, 6));
    assertEquals(PRIOR, violated.candidate());
    assertTrue(violated.why().contains("6 violated minutes instead of 5"), violated.why());
    assertFalse(choose(spent(90, 5), spent(100, 5)).departs());
  }

  @Test
  void of_equals_the_nearest_to_the_prior_is_taken() {
    Tried before = new Tried(PRIOR, spent(100, 5), spent(100, 5));
    Tried near = new Tried(HALF, spent(90, 5), spent(90, 5));
    Tried far = new Tried(new Candidate(0.125, 1), spent(90, 5), spent(90, 5));
    assertEquals(HALF, ParameterChoice.of(List.of(far, before, near), PRIOR).candidate());
  }

  @Test
  void a_fleet_counts_every_workload_alike_whatever_its_size() {
    List<List<Tried>> fleet = new ArrayList<>(Collections.nCopies(3, workload(1, 0.9)));
    fleet.add(workload(1_000, 1.05));
    ParameterChoice choice = ParameterChoice.ofFleet(fleet);
    assertEquals(HALF, choice.candidate(), choice.why());
  }

  @Test
  void two_workloads_are_no_fleet() {
    ParameterChoice choice = ParameterChoice.ofFleet(Collections.nCopies(2, workload(1, 0.5)));
    assertEquals(PRIOR, choice.candidate());
    assertTrue(choice.why().startsWith("2 workloads could be replayed"), choice.why());
  }

  /** A workload whose pods cost {@code factor} times as much under half the kappa. */
  private static List<Tried> workload(double size, double factor) {
    List<Tried> tried = new ArrayList<>();
    for (Candidate candidate : Candidate.grid(false)) {
      double hours = 100 * size * (candidate.equals(HALF) ? factor : 1);
      tried.add(new Tried(candidate, spent(hours, 0), spent(hours, 0)));
    }
    return tried;
  }

  private static ParameterChoice choose(Spent choosing, Spent validating) {
    return ParameterChoice.of(
        List.of(
            new Tried(PRIOR, spent(100, 5), spent(100, 5)), new Tried(HALF, choosing, validating)),
        PRIOR);
  }

  private static Spent spent(double hours, double minutes) {
    return new Spent(hours, minutes, hours + minutes);
  }
}
