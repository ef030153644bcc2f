package io.tidewatch.serving.http;

import io.tidewatch.domain.WorkloadSpec;
import io.tidewatch.mlflow.PolicyModel;
import io.tidewatch.policy.size.Need;
import io.tidewatch.policy.size.Resources;
import io.tidewatch.policy.size.RightSize;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** How sizes and learned parameters are written. */
final class OptimizeAnswer {
  private OptimizeAnswer() {}

  static Map<String, Object> policy(PolicyModel model, PolicyModel.WorkloadPolicy its) {
    Map<String, Object> policy = new LinkedHashMap<>();
    policy.put("kappa", its.kappa());
    policy.put("trusted_target", its.trustedTarget());
    policy.put("departs_from_fleet", its.departs());
    policy.put("why", its.parameters().why());
    policy.put("forecast_version", model.forecast());
    policy.put("replayed_minutes", its.minutes());
    policy.put("trusted_share", its.trustedShare());
    List<Map<String, Object>> evidence = new ArrayList<>();
    its.tried().forEach(tried -> evidence.add(tried(tried, its)));
    policy.put("evidence", evidence);
    return policy;
  }

  static Map<String, Object> size(String container, RightSize size, WorkloadSpec spec) {
    Map<String, Object> answer = new LinkedHashMap<>();
    Map<String, Object> needs = new LinkedHashMap<>();
    Map<String, Object> missing = new LinkedHashMap<>();
    put("cpu", size.needs().cpu(), needs, missing);
    put("memory", size.needs().memory(), needs, missing);
    answer.put("container", container);
    answer.put("needs", needs);
    answer.put("not_enough_data", missing);
    size.current().ifPresent(current -> answer.put("current", resources(current)));
    size.recommended().ifPresent(next -> answer.put("recommended", resources(next)));
    hpaTarget(size, spec).ifPresent(target -> answer.put("hpa_target", target));
    answer.put("notes", size.notes());
    return answer;
  }

  private static void put(
      String resource, Need need, Map<String, Object> needs, Map<String, Object> missing) {
    need.missing().ifPresent(why -> missing.put(resource, why));
    need.estimate().ifPresent(estimate -> needs.put(resource, estimate(estimate)));
  }

  private static Map<String, Object> estimate(Need.Estimate estimate) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("target", estimate.target());
    answer.put("lower", estimate.lower());
    answer.put("upper", estimate.upper());
    answer.put("observed", estimate.observed());
    answer.put("days", estimate.days());
    answer.put("samples", estimate.samples());
    return answer;
  }

  private static Map<String, Object> resources(Resources resources) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("qos", resources.qos().name().toLowerCase(Locale.ROOT));
    resources.cpuRequest().ifPresent(cores -> answer.put("cpu_request", cores));
    resources.cpuLimit().ifPresent(cores -> answer.put("cpu_limit", cores));
    resources.memoryRequest().ifPresent(bytes -> answer.put("memory_request", bytes));
    resources.memoryLimit().ifPresent(bytes -> answer.put("memory_limit", bytes));
    return answer;
  }

  /** An HPA measures shares of the request: with another request it needs another target. */
  private static Optional<Double> hpaTarget(RightSize size, WorkloadSpec spec) {
    OptionalDouble now = size.current().map(Resources::cpuRequest).orElse(OptionalDouble.empty());
    OptionalDouble next =
        size.recommended().map(Resources::cpuRequest).orElse(OptionalDouble.empty());
    if (now.isEmpty() || next.isEmpty() || now.equals(next)) {
      return Optional.empty();
    }
    return Optional.of(spec.target() * now.getAsDouble() / next.getAsDouble());
  }

  private static Map<String, Object> tried(
      PolicyModel.Tried tried, PolicyModel.WorkloadPolicy its) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("kappa", tried.kappa());
    answer.put("trusted_target", tried.trustedTarget());
    answer.put(
        "chosen", tried.kappa() == its.kappa() && tried.trustedTarget() == its.trustedTarget());
    answer.put("choosing", spent(tried.choosing()));
    answer.put("validating", spent(tried.validating()));
    return answer;
  }

  private static Map<String, Object> spent(PolicyModel.Spent spent) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("pod_hours", spent.podHours());
    answer.put("violation_minutes", spent.violationMinutes());
    answer.put("priced_pod_hours", spent.priced());
    return answer;
  }
}
