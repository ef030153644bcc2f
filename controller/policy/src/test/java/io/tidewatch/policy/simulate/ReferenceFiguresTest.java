package io.tidewatch.policy.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The figures that the benchmark asks to check first, to the printed digit. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReferenceFiguresTest {
  private final Map<String, BacktestReport> reports = new HashMap<>();

  private static final BacktestPlan PLAN =
      new BacktestPlan(
          BacktestPlan.standard().userHpa(),
          BacktestPlan.standard().capacity(),
          List.of(60, 120),
          List.of(),
          List.of(),
          Set.of());

  @ParameterizedTest
  @CsvSource({
    "wc98_requests,      60, 1197.4, 871.5",
    "ms_dbquery1_rate,   60, 1044.7, 640.9",
    "nasa_jul_requests,  60, 1338.3, 763.5",
    "wc98_requests,     120, 1197.4, 876.4",
    "ms_dbquery1_rate,  120, 1044.7, 643.5",
    "nasa_jul_requests, 120, 1338.9, 812.8",
  })
  void pod_hours_of_the_hpa_and_the_oracle(String trace, int startup, String hpa, String oracle) {
    Map<String, Run> runs = runs(trace, startup);

    assertEquals(hpa, printed(runs.get("hpa-cpu-60").podHours(), 1));
    assertEquals(oracle, printed(runs.get("oracle").podHours(), 1));
  }

  @ParameterizedTest
  @CsvSource({
    "wc98_requests,     hpa-cpu-50,           0,     1.61",
    "wc98_requests,     hpa-cpu-60,           0,     1.37",
    "wc98_requests,     hpa-cpu-70,           0,     1.22",
    "wc98_requests,     hpa-rps-70+yesterday, 0,     1.70",
    "wc98_requests,     perfect,              0,     1.03",
    "ms_dbquery1_rate,  hpa-cpu-50,           0,     1.95",
    "ms_dbquery1_rate,  hpa-cpu-60,           0,     1.63",
    "ms_dbquery1_rate,  hpa-cpu-70,           1.25,  1.40",
    "ms_dbquery1_rate,  hpa-rps-70+yesterday, 0,     1.60",
    "ms_dbquery1_rate,  perfect,              0,     1.03",
    "nasa_jul_requests, hpa-cpu-50,           15,    2.09",
    "nasa_jul_requests, hpa-cpu-60,           51,    1.75",
    // printed as 142: the whole figure nearest to the even digit
    "nasa_jul_requests, hpa-cpu-70,           142.5, 1.52",
    "nasa_jul_requests, hpa-rps-70+yesterday, 11.5,  2.02",
    "nasa_jul_requests, perfect,              0,     1.29",
  })
  void violation_minutes_and_pod_hours_relative_to_the_oracle(
      String trace, String policy, double violations, String relative) {
    Run run = runs(trace, 60).get(policy);

    assertEquals(violations, run.violationMinutes());
    assertEquals(relative, printed(run.relative(), 2));
  }

  @ParameterizedTest
  @CsvSource({
    "wc98_requests,     1.01",
    "ms_dbquery1_rate,  1.00",
    "nasa_jul_requests, 1.08",
  })
  void a_perfect_forecast_of_the_lead_time_without_a_window(String name, String relative) {
    DemandTrace trace = SharedTraces.read(name);
    double capacity = backtest(name).capacity().perPod().orElseThrow();
    Policy policy =
        new WindowPolicy(
            "lead",
            1,
            minute -> Math.max(2, (int) Math.ceil(trace.peak(minute, minute + 2) / capacity)));

    SimulationResult result = new Simulator(trace.steps(), capacity, 60).run(policy);

    assertEquals(0, result.violationMinutes());
    assertEquals(relative, printed(result.podHours() / runs(name, 60).get("oracle").podHours(), 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"wc98_requests", "ms_dbquery1_rate", "nasa_jul_requests"})
  void a_perfect_model_in_our_policy_is_near_the_perfect_policy(String name) {
    DemandTrace trace = SharedTraces.read(name);
    BacktestReport report = new Backtest(PLAN).run(trace, TestingForecasts.perfect(trace));

    Map<String, Run> runs = byPolicy(report, 60);
    assertEquals(1, report.trustedShare());
    assertEquals(0, runs.get("tidewatch").violationMinutes());
    assertTrue(runs.get("tidewatch").podHours() <= runs.get("perfect").podHours());
    assertTrue(runs.get("tidewatch").relative() >= 1);
  }

  private Map<String, Run> runs(String trace, int startup) {
    return byPolicy(backtest(trace), startup);
  }

  private BacktestReport backtest(String trace) {
    return reports.computeIfAbsent(
        trace, name -> new Backtest(PLAN).run(SharedTraces.read(name), ForecastSource.none()));
  }

  private static Map<String, Run> byPolicy(BacktestReport report, int startup) {
    return report.runs().stream()
        .filter(run -> run.startupSeconds() == startup)
        .collect(Collectors.toMap(Run::policy, Function.identity()));
  }

  private static String printed(double figure, int digits) {
    return new BigDecimal(figure).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
  }
}
