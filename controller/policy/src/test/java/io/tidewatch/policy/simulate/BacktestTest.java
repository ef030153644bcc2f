package io.tidewatch.policy.simulate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.HeldOutError;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BacktestTest {
  private final DemandTrace trace = GoldenReplayTest.trace();

  @Test
  void every_policy_of_the_benchmark_is_replayed() {
    BacktestReport report = run(TestingForecasts.persistent(trace));

    Set<String> names = report.runs().stream().map(Run::policy).collect(Collectors.toSet());
    assertTrue(
        names.containsAll(
            List.of(
                "tidewatch",
                "tidewatch-careful",
                "tidewatch-floor",
                "tidewatch-floor+target",
                "hpa-cpu-50",
                "hpa-cpu-60",
                "hpa-cpu-70",
                "hpa-rps-70",
                "hpa-rps-70+yesterday",
                "static-peak",
                "perfect",
                "oracle",
                "tidewatch@25",
                "tidewatch c×0.8")));
  }

  @Test
  void without_a_model_ours_is_the_users_hpa() {
    BacktestReport report = run(ForecastSource.none());

    assertEquals(0, report.trustedShare());
    for (String ours : List.of("tidewatch", "tidewatch-careful", "tidewatch-floor+target")) {
      assertEquals(0, find(report, ours).cost().savings());
      assertEquals(0, find(report, ours).cost().regret());
    }
  }

  @Test
  void a_dearer_violation_never_costs_fewer_pods() {
    List<Run> curve =
        run(TestingForecasts.persistent(trace)).runs().stream()
            .filter(run -> run.startupSeconds() == 60 && run.kappa().isPresent())
            .toList();

    assertEquals(BacktestPlan.standard().kappas().size(), curve.size());
    for (int i = 1; i < curve.size(); i++) {
      assertTrue(curve.get(i - 1).podHours() <= curve.get(i).podHours());
    }
  }

  @Test
  void believing_too_little_of_a_pod_costs_pods_and_too_much_saves_them() {
    BacktestReport report = run(TestingForecasts.persistent(trace));

    double right = find(report, "tidewatch").podHours();
    assertTrue(find(report, "tidewatch c×0.8").podHours() > right);
    assertTrue(find(report, "tidewatch c×1.2").podHours() < right);
  }

  @Test
  void a_model_that_turns_bad_loses_trust_during_the_replay() {
    ForecastSource honest = TestingForecasts.persistent(trace);
    ForecastSource bad =
        new ForecastSource() {
          @Override
          public Optional<MinuteForecast> at(int minute) {
            return honest
                .at(minute)
                .map(f -> new MinuteForecast(3 * f.expected(), f.lower(), f.upper(), f.peaks()));
          }

          @Override
          public Optional<HeldOutError> heldOut() {
            return honest.heldOut();
          }
        };

    double trusted = run(bad).trustedShare();

    assertTrue(trusted > 0 && trusted < 0.5, "trusted share " + trusted);
  }

  @Test
  void the_curves_are_those_of_the_chosen_policies() {
    BacktestReport report = run(TestingForecasts.persistent(trace));

    assertEquals(
        List.of("oracle", "hpa", "tidewatch"),
        report.curves().stream().map(SimulationResult::policy).toList());
    assertArrayEquals(trace.steps(), report.demand());
  }

  @Test
  void a_given_capacity_is_used_and_an_idle_history_without_one_is_refused() {
    double[] idle = new double[1000];
    Arrays.fill(idle, 700, 1000, 5);
    DemandTrace awake = new DemandTrace("awake", idle);
    BacktestPlan standard = BacktestPlan.standard();
    BacktestPlan given =
        new BacktestPlan(
            standard.userHpa(), OptionalDouble.of(1), List.of(60), List.of(), List.of(), Set.of());

    assertThrows(
        IllegalArgumentException.class,
        () -> new Backtest(standard).run(awake, ForecastSource.none()));
    assertEquals(
        5 * 1197 / 240.0,
        find(new Backtest(given).run(awake, ForecastSource.none()), "oracle").podHours());
  }

  private BacktestReport run(ForecastSource source) {
    return new Backtest(BacktestPlan.standard()).run(trace, source);
  }

  private static Run find(BacktestReport report, String policy) {
    return report.runs().stream()
        .filter(run -> run.policy().equals(policy))
        .findFirst()
        .orElseThrow();
  }
}
