package io.tidewatch.spark.optimize;

import io.tidewatch.mlflow.PolicyModel;
import io.tidewatch.policy.simulate.Candidate;
import io.tidewatch.policy.simulate.DemandTrace;
import io.tidewatch.policy.simulate.ParameterReplay;
import io.tidewatch.policy.simulate.Spent;
import io.tidewatch.policy.simulate.Tried;
import io.tidewatch.spark.features.WorkloadRows;
import io.tidewatch.spark.gate.ServedForecast;
import java.io.Serializable;
import java.util.List;

/**
 * What the replay of one workload has found, as it travels from an executor to the driver.
 *
 * @param tried one per candidate; none if nothing could be replayed
 * @param missing why nothing could be replayed; empty if it could
 */
record Replayed(
    String workload,
    int minutes,
    double trustedShare,
    List<PolicyModel.Tried> tried,
    String missing)
    implements Serializable {

  /**
   * Replays one workload.
   *
   * @param from the first position whose demand the forecast has not learnt from
   */
  static Replayed of(WorkloadRows rows, ServedForecast served, ReplayPlan how, int from) {
    ParameterReplay.Plan plan = how.plan();
    List<Candidate> grid = Candidate.grid(plan.trustedTarget().isPresent());
    ParameterReplay.Report report =
        new ParameterReplay(plan)
            .run(
                new DemandTrace(rows.workload(), rows.withoutGaps()),
                served.forecasts(rows, from),
                grid);
    return new Replayed(
        rows.workload(),
        report.minutes(),
        report.trustedShare(),
        report.tried().stream().map(tried -> written(tried, plan)).toList(),
        report.missing().orElse(""));
  }

  /** The candidates as those who choose take them. */
  List<Tried> candidates() {
    return tried.stream().map(Replayed::read).toList();
  }

  private static PolicyModel.Tried written(Tried tried, ParameterReplay.Plan plan) {
    Candidate candidate = tried.candidate();
    return new PolicyModel.Tried(
        candidate.kappaFactor(),
        candidate.targetShare(),
        candidate.kappaFactor() * plan.defaultKappa(),
        plan.target(candidate),
        written(tried.choosing()),
        written(tried.validating()));
  }

  private static PolicyModel.Spent written(Spent spent) {
    return new PolicyModel.Spent(spent.podHours(), spent.violationMinutes(), spent.priced());
  }

  private static Tried read(PolicyModel.Tried tried) {
    return new Tried(
        new Candidate(tried.kappaFactor(), tried.targetShare()),
        read(tried.choosing()),
        read(tried.validating()));
  }

  private static Spent read(PolicyModel.Spent spent) {
    return new Spent(spent.podHours(), spent.violationMinutes(), spent.priced());
  }
}
