package io.tidewatch.serving.http;

import io.tidewatch.domain.WorkloadSpec;
import io.tidewatch.mlflow.PolicyModel;
import io.tidewatch.policy.PolicySettings;
import io.tidewatch.serving.model.LoadedPolicy;
import io.tidewatch.serving.optimize.Learned;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the learned parameters of all workloads are written. */
final class ParametersAnswer {
  private ParametersAnswer() {}

  static Map<String, Object> of(List<WorkloadSpec> workloads, Optional<LoadedPolicy> model) {
    Map<String, Object> answer = new LinkedHashMap<>();
    List<Map<String, Object>> all = new ArrayList<>();
    model.ifPresentOrElse(
        its -> {
          answer.put("model", ModelsHandler.describe(its.id()));
          workloads.forEach(spec -> all.add(one(spec, its.policy())));
        },
        () -> answer.put("parameters_missing", Learned.NO_MODEL));
    answer.put("parameters", all);
    return answer;
  }

  private static Map<String, Object> one(WorkloadSpec spec, PolicyModel model) {
    Optional<PolicyModel.WorkloadPolicy> own = model.of(spec.workload().toString());
    PolicyModel.Parameters parameters =
        own.map(PolicyModel.WorkloadPolicy::parameters).orElse(model.fleet());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("workload", spec.workload().toString());
    // For the lead time that the catalogue has now, which may not be the one of the replay.
    double usual = PolicySettings.defaultKappa(spec.leadTimeSeconds());
    answer.put("kappa", parameters.kappaFactor() * usual);
    answer.put("kappa_factor", parameters.kappaFactor());
    answer.put("target_share", parameters.targetShare());
    boolean departs = own.map(PolicyModel.WorkloadPolicy::departs).orElse(false);
    answer.put("origin", departs ? "workload" : origin(parameters));
    answer.put("why", parameters.why());
    return answer;
  }

  private static String origin(PolicyModel.Parameters shared) {
    return shared.kappaFactor() == 1 && shared.targetShare() == 1 ? "default" : "fleet";
  }
}
