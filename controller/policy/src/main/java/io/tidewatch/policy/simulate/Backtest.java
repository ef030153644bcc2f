package io.tidewatch.policy.simulate;

import io.tidewatch.policy.Capacity;
import io.tidewatch.policy.CapacityEstimator;
import io.tidewatch.policy.Cost;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Replays the last 30 % of a trace under every policy of the benchmark and ours.
 *
 * <p>Lead time = start-up plus one minute, the interval of the forecasts. Trust is kept as it would
 * be live: seeded by the held-out error, then scored minute by minute.
 */
public final class Backtest {
  private static final int DECISION_INTERVAL_SECONDS = 60;
  private final BacktestPlan plan;

  public Backtest(BacktestPlan plan) {
    this.plan = Objects.requireNonNull(plan, "plan");
  }

  /**
   * Replays one trace.
   *
   * @throws IllegalArgumentException if its history has no demand and no capacity is given
   */
  public BacktestReport run(DemandTrace trace, ForecastSource source) {
    Capacity capacity = CapacityEstimator.estimate(plan.capacity(), trace.train());
    if (capacity.perPod().isEmpty()) {
      throw new IllegalArgumentException("the history of " + trace.name() + " has no demand");
    }
    List<Run> runs = new ArrayList<>();
    List<SimulationResult> curves = new ArrayList<>();
    double trustedShare = 0;
    for (int startup : plan.startupSeconds()) {
      Replay replay = new Replay(trace, source, capacity, startup);
      replay.all();
      runs.addAll(replay.runs);
      if (curves.isEmpty()) {
        curves.addAll(replay.curves);
      }
      trustedShare = replay.timeline.trustedShare();
    }
    return new BacktestReport(trace.name(), capacity, trustedShare, runs, trace.steps(), curves);
  }

  /** All policies on one trace at one start-up time. */
  private final class Replay {
    private final DemandTrace trace;
    private final int startup;
    private final int leadSeconds;
    private final Capacity capacity;
    private final ForecastTimeline timeline;
    private final Simulator simulator;
    private final SimulationResult oracle;
    private final SimulationResult counterfactual;
    private final List<Run> runs = new ArrayList<>();
    private final List<SimulationResult> curves = new ArrayList<>();

    Replay(DemandTrace trace, ForecastSource source, Capacity capacity, int startup) {
      this.trace = trace;
      this.startup = startup;
      this.capacity = capacity;
      leadSeconds = startup + DECISION_INTERVAL_SECONDS;
      timeline = new ForecastTimeline(trace, source, (leadSeconds + 59) / 60);
      double perPod = capacity.perPod().orElseThrow();
      simulator = new Simulator(trace.steps(), perPod, startup);
      oracle = Oracle.solve(trace.steps(), perPod, startup, plan.userHpa().min());
      counterfactual = simulator.run(contenders(1).counterfactual());
    }

    void all() {
      add(oracle, OptionalDouble.empty(), 1);
      add(counterfactual, OptionalDouble.empty(), 1);
      contenders(1).baselines().forEach(policy -> play(policy, OptionalDouble.empty(), 1));
      contenders(1).ours().forEach(policy -> play(policy, OptionalDouble.empty(), 1));
      for (double kappa : plan.kappas()) {
        String name = Contenders.ECONOMY + "@" + plain(kappa);
        play(contenders(1).economy(name, kappa), OptionalDouble.of(kappa), 1);
      }
      for (double factor : plan.capacityFactors()) {
        contenders(factor).ours().forEach(ours -> play(ours, OptionalDouble.empty(), factor));
      }
    }

    private Contenders contenders(double factor) {
      return new Contenders(trace, plan.userHpa(), capacity.times(factor), leadSeconds, timeline);
    }

    private void play(Policy policy, OptionalDouble kappa, double factor) {
      add(simulator.run(policy), kappa, factor);
    }

    private void add(SimulationResult result, OptionalDouble kappa, double factor) {
      String name = factor == 1 ? result.policy() : result.policy() + " c×" + plain(factor);
      runs.add(
          new Run(
              trace.name(),
              startup,
              name,
              result.violationMinutes(),
              result.podHours() / oracle.podHours(),
              kappa,
              factor,
              Cost.compare(result.all(), counterfactual.all(), DemandTrace.STEPS_PER_HOUR)));
      if (factor == 1 && plan.curvesOf().contains(result.policy())) {
        curves.add(result);
      }
    }

    private static String plain(double number) {
      return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
  }
}
