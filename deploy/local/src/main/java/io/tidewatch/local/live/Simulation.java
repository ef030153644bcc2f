package io.tidewatch.local.live;

import io.tidewatch.policy.Behavior;
import io.tidewatch.policy.HpaAlgorithm;
import io.tidewatch.policy.HpaSettings;
import io.tidewatch.policy.HpaState;
import io.tidewatch.policy.simulate.Oracle;
import io.tidewatch.policy.simulate.Policy;
import io.tidewatch.policy.simulate.SimulationResult;
import io.tidewatch.policy.simulate.Simulator;
import io.tidewatch.policy.simulate.StepView;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What the simulator says of the same demand; never mixed with what was measured.
 *
 * @param policy hpa, or the optimum with everything foreseen
 * @param pods that are paid, every nominal 15 s
 */
record Simulation(String policy, double violationMinutes, double podHours, int[] pods) {
  private static final int QUARTERS = 4;

  /** The same of what was measured: each nominal minute at its mean. */
  static List<Simulation> of(double[] measured, int startSeconds) {
    double[] quarters = new double[QUARTERS * measured.length];
    for (int i = 0; i < quarters.length; i++) {
      quarters[i] = measured[i / QUARTERS];
    }
    return ofQuarters(quarters, startSeconds);
  }

  /**
   * The HPA of the demo and the optimum on a planned demand.
   *
   * @param startSeconds from the creation of a pod to Ready, nominal
   */
  static List<Simulation> of(Demand demand, int startSeconds) {
    return ofQuarters(demand.quarters(), startSeconds);
  }

  private static List<Simulation> ofQuarters(double[] quarters, int startSeconds) {
    Simulator simulator = new Simulator(quarters, LivePlan.CAPACITY, startSeconds);
    HpaSettings settings =
        new HpaSettings(
            LivePlan.TARGET,
            LivePlan.FEWEST_PODS,
            LivePlan.MOST_PODS,
            HpaSettings.Metric.REQUESTS,
            Behavior.defaults());
    return List.of(
        of(simulator.run(new Hpa(settings))),
        of(Oracle.solve(quarters, LivePlan.CAPACITY, startSeconds, LivePlan.FEWEST_PODS)));
  }

  private static Simulation of(SimulationResult result) {
    return new Simulation(
        result.policy(), result.violationMinutes(), result.podHours(), result.all());
  }

  /** The real HPA's rules. */
  private static final class Hpa implements Policy {
    private final HpaSettings settings;
    private final HpaAlgorithm algorithm;
    private HpaState state = HpaState.starting(1);

    Hpa(HpaSettings settings) {
      this.settings = settings;
      this.algorithm = new HpaAlgorithm(settings);
    }

    @Override
    public String name() {
      return "hpa";
    }

    @Override
    public int start(double demand) {
      int start = settings.clamp((int) Math.ceil(demand / (LivePlan.CAPACITY * settings.target())));
      state = HpaState.starting(start);
      return start;
    }

    @Override
    public int decide(StepView view) {
      OptionalDouble load = OptionalDouble.of(view.demand() / LivePlan.CAPACITY);
      HpaAlgorithm.Sync sync = algorithm.sync(load, view.ready(), view.all(), state);
      state = sync.next();
      return sync.wanted();
    }
  }
}
