package io.tidewatch.spark.optimize;

import io.tidewatch.domain.WorkloadSpec;
import io.tidewatch.policy.Behavior;
import io.tidewatch.policy.HpaSettings;
import io.tidewatch.policy.simulate.ParameterReplay;
import java.io.Serializable;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What the catalogue says of a workload, in a form that travels to executors.
 *
 * @param capacity demand per ready pod, or none
 * @param trustedTarget utilisation that the user allows while forecasts are trusted, or none
 */
record ReplayPlan(
    double target,
    int minReplicas,
    int maxReplicas,
    List<Double> capacity,
    List<Double> trustedTarget,
    int leadSeconds)
    implements Serializable {
  static ReplayPlan of(WorkloadSpec spec) {
    return new ReplayPlan(
        spec.target(),
        spec.minReplicas(),
        spec.maxReplicas(),
        list(spec.capacity()),
        list(spec.trustedTarget()),
        spec.leadTimeSeconds());
  }

  ParameterReplay.Plan plan() {
    HpaSettings hpa =
        new HpaSettings(
            target, minReplicas, maxReplicas, HpaSettings.Metric.CPU, Behavior.defaults());
    return new ParameterReplay.Plan(hpa, first(capacity), first(trustedTarget), leadSeconds);
  }

  private static List<Double> list(OptionalDouble value) {
    return value.stream().boxed().toList();
  }

  private static OptionalDouble first(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).findFirst();
  }
}
