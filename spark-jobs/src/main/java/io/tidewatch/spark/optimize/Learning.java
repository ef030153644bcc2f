package io.tidewatch.spark.optimize;

import io.tidewatch.mlflow.PolicyModel;
import io.tidewatch.mlflow.PolicyModel.Parameters;
import io.tidewatch.mlflow.PolicyModel.WorkloadPolicy;
import io.tidewatch.policy.simulate.Candidate;
import io.tidewatch.policy.simulate.ParameterChoice;
import io.tidewatch.policy.simulate.ParameterReplay;
import io.tidewatch.policy.simulate.Tried;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Turns the replays of all workloads into parameters: the fleet's first, then each one's own. */
final class Learning {
  private final Map<String, ReplayPlan> plans;
  private final Map<String, PolicyModel.Size> sizes;

  Learning(Map<String, ReplayPlan> plans, Map<String, PolicyModel.Size> sizes) {
    this.plans = plans;
    this.sizes = sizes;
  }

  /**
   * The model.
   *
   * @param forecast the version whose decisions were replayed
   */
  PolicyModel model(String forecast, List<Replayed> replays) {
    ParameterChoice fleet =
        ParameterChoice.ofFleet(
            replays.stream()
                .filter(replayed -> !replayed.tried().isEmpty())
                .map(Replayed::candidates)
                .toList());
    Map<String, WorkloadPolicy> workloads = new TreeMap<>();
    for (Replayed replayed : replays) {
      workloads.put(replayed.workload(), policy(replayed, fleet.candidate()));
    }
    return new PolicyModel(forecast, written(fleet), workloads);
  }

  private WorkloadPolicy policy(Replayed replayed, Candidate prior) {
    List<Tried> tried = replayed.candidates();
    ParameterChoice choice =
        tried.isEmpty()
            ? new ParameterChoice(prior, false, "the fleet's: " + replayed.missing())
            : ParameterChoice.of(tried, prior);
    ParameterReplay.Plan plan = plans.get(replayed.workload()).plan();
    return new WorkloadPolicy(
        choice.candidate().kappaFactor() * plan.defaultKappa(),
        plan.target(choice.candidate()),
        written(choice),
        choice.departs(),
        replayed.minutes(),
        replayed.trustedShare(),
        replayed.tried(),
        sizes.getOrDefault(replayed.workload(), PodSizes.unknown()));
  }

  private static Parameters written(ParameterChoice choice) {
    Candidate candidate = choice.candidate();
    return new Parameters(candidate.kappaFactor(), candidate.targetShare(), choice.why());
  }

  /** What parameters have cost a workload on later data; empty if nobody has tried them. */
  static Optional<PolicyModel.Tried> tried(WorkloadPolicy policy, Parameters parameters) {
    return policy.tried().stream()
        .filter(
            one ->
                one.kappaFactor() == parameters.kappaFactor()
                    && one.targetShare() == parameters.targetShare())
        .findFirst();
  }

  /** Why a model is worse than another one on the later data of its own replays, if it is. */
  static Optional<String> worse(PolicyModel model, PolicyModel champion) {
    double ours = 0;
    double theirs = 0;
    for (Map.Entry<String, WorkloadPolicy> each : model.workloads().entrySet()) {
      WorkloadPolicy policy = each.getValue();
      Parameters before =
          champion.of(each.getKey()).map(WorkloadPolicy::parameters).orElse(champion.fleet());
      Optional<PolicyModel.Tried> own = tried(policy, policy.parameters());
      Optional<PolicyModel.Tried> other = tried(policy, before);
      if (own.isPresent() && other.isPresent()) {
        ours += own.get().validating().priced();
        theirs += other.get().validating().priced();
      }
    }
    return ours > theirs
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "on later data the champion's parameters cost %.1f, these %.1f priced pod-hours",
                theirs,
                ours))
        : Optional.empty();
  }
}
