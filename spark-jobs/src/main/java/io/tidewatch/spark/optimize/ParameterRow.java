package io.tidewatch.spark.optimize;

import io.tidewatch.mlflow.PolicyModel;
import io.tidewatch.mlflow.PolicyModel.Estimate;
import io.tidewatch.mlflow.PolicyModel.WorkloadPolicy;
import io.tidewatch.spark.SummaryFile;
import java.time.Instant;
import java.util.Optional;

/** One row of the table policy_parameters; costs are those on later data. */
record ParameterRow(
    String workload,
    String modelVersion,
    String forecastVersion,
    double kappa,
    double trustedTarget,
    boolean departs,
    String why,
    long minutes,
    Optional<Double> podHours,
    Optional<Double> violationMinutes,
    Optional<Double> priorPodHours,
    Optional<Double> priorViolationMinutes,
    Optional<Double> cpuTarget,
    Optional<Double> memoryTarget,
    String evidence,
    Instant ts) {

  static ParameterRow of(
      String workload, WorkloadPolicy policy, PolicyModel model, String version, Instant now) {
    Optional<PolicyModel.Spent> own = later(policy, policy.parameters());
    Optional<PolicyModel.Spent> prior = later(policy, model.fleet());
    return new ParameterRow(
        workload,
        version,
        model.forecast(),
        policy.kappa(),
        policy.trustedTarget(),
        policy.departs(),
        policy.parameters().why(),
        policy.minutes(),
        own.map(PolicyModel.Spent::podHours),
        own.map(PolicyModel.Spent::violationMinutes),
        prior.map(PolicyModel.Spent::podHours),
        prior.map(PolicyModel.Spent::violationMinutes),
        target(policy, "cpu"),
        target(policy, "memory"),
        SummaryFile.line(policy.tried()),
        now);
  }

  private static Optional<PolicyModel.Spent> later(
      WorkloadPolicy policy, PolicyModel.Parameters parameters) {
    return Learning.tried(policy, parameters).map(PolicyModel.Tried::validating);
  }

  private static Optional<Double> target(WorkloadPolicy policy, String resource) {
    return Optional.ofNullable(policy.size().needs().get(resource)).map(Estimate::target);
  }
}
