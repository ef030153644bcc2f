package io.tidewatch.policy.simulate;

import io.tidewatch.policy.Capacity;
import io.tidewatch.policy.CapacityEstimator;
import io.tidewatch.policy.PolicySettings;
import java.util.Objects;
import java.util.Optional;

/**
 * Replays one trace under our policy alone, to compare what two forecasts would have decided.
 *
 * <p>The economy profile, because it follows the forecast most closely: where the careful one holds
 * its reactive bound, two forecasts decide alike.
 */
public final class DecisionReplay {
  private static final int DECISION_INTERVAL_SECONDS = 60;

  private final BacktestPlan plan;
  private final int startup;

  /** A replay of the plan's HPA at its first start-up time. */
  public DecisionReplay(BacktestPlan plan) {
    this.plan = Objects.requireNonNull(plan, "plan");
    this.startup = plan.startupSeconds().get(0);
  }

  /**
   * What a forecast would have cost.
   *
   * @param podHours hours of ready and starting pods
   * @param violationMinutes minutes in which demand was above what the ready pods carry
   * @param priced pod-hours plus κ·μ pod-minutes for each violated minute
   */
  public record Outcome(double podHours, double violationMinutes, double priced) {}

  /** Replays a trace; empty if its history has no demand, so that nobody knows a pod's capacity. */
  public Optional<Outcome> run(DemandTrace trace, ForecastSource source) {
    Capacity capacity = CapacityEstimator.estimate(plan.capacity(), trace.train());
    if (capacity.perPod().isEmpty()) {
      return Optional.empty();
    }
    int lead = startup + DECISION_INTERVAL_SECONDS;
    ForecastTimeline timeline = new ForecastTimeline(trace, source, (lead + 59) / 60);
    Contenders contenders = new Contenders(trace, plan.userHpa(), capacity, lead, timeline);
    double perPod = capacity.perPod().orElseThrow();
    double kappa = PolicySettings.defaultKappa(lead);
    SimulationResult result =
        new Simulator(trace.steps(), perPod, startup)
            .run(contenders.economy(Contenders.ECONOMY, kappa));
    double usualPods = Math.max(1, trace.usualDemand() / perPod);
    double price = kappa * usualPods * result.violationMinutes() / 60;
    return Optional.of(
        new Outcome(result.podHours(), result.violationMinutes(), result.podHours() + price));
  }
}
