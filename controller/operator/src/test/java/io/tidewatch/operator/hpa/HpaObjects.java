package io.tidewatch.operator.hpa;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingPolicy;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRules;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRulesBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerSpecBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpecBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricTarget;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricTargetBuilder;
import io.tidewatch.policy.Behavior;
import io.tidewatch.policy.Behavior.Rules;
import io.tidewatch.policy.HpaMetric;
import io.tidewatch.policy.HpaSpec;
import java.util.List;
import java.util.Map;

/** The Kubernetes objects of one scenario; its pods are the test's own. */
final class HpaObjects {
  private HpaObjects() {}

  /**
   * A target that can be scaled and creates no pod: a Deployment that was paused from the start
   * never makes a ReplicaSet.
   */
  static Deployment target(String name, int replicas) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withPaused(true)
        .withReplicas(replicas)
        .withNewSelector()
        .withMatchLabels(Map.of("app", name))
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(Map.of("app", name))
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("main")
        .withImage("none")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  static HorizontalPodAutoscaler autoscaler(String name, HpaSpec spec) {
    return new HorizontalPodAutoscalerBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withSpec(spec(name, spec))
        .build();
  }

  static HorizontalPodAutoscalerSpec spec(String name, HpaSpec spec) {
    return new HorizontalPodAutoscalerSpecBuilder()
        .withNewScaleTargetRef("apps/v1", "Deployment", name)
        .withMinReplicas(spec.min())
        .withMaxReplicas(spec.max())
        .withMetrics(spec.metrics().stream().map(HpaObjects::metric).toList())
        .withBehavior(behavior(spec.behavior()))
        .build();
  }

  private static MetricSpec metric(HpaMetric metric) {
    MetricTarget target = target(metric);
    if (metric.kind() == HpaMetric.Kind.PODS_AVERAGE) {
      return new MetricSpecBuilder()
          .withType("Pods")
          .withNewPods()
          .withNewMetric()
          .withName(metric.name())
          .endMetric()
          .withTarget(target)
          .endPods()
          .build();
    }
    return new MetricSpecBuilder()
        .withType("Resource")
        .withNewResource()
        .withName(metric.name())
        .withTarget(target)
        .endResource()
        .build();
  }

  private static MetricTarget target(HpaMetric metric) {
    if (metric.kind() == HpaMetric.Kind.RESOURCE_UTILIZATION) {
      return new MetricTargetBuilder()
          .withType("Utilization")
          .withAverageUtilization((int) metric.amount())
          .build();
    }
    return new MetricTargetBuilder()
        .withType("AverageValue")
        .withAverageValue(new Quantity(metric.amount() + "m"))
        .build();
  }

  /** A direction that is as Kubernetes fills it in is left to Kubernetes. */
  private static HorizontalPodAutoscalerBehavior behavior(Behavior behavior) {
    if (behavior.equals(Behavior.builtIn())) {
      return null;
    }
    Behavior defaults = Behavior.defaults();
    HorizontalPodAutoscalerBehavior written = new HorizontalPodAutoscalerBehavior();
    if (!behavior.up().equals(defaults.up())) {
      written.setScaleUp(rules(behavior.up()));
    }
    if (!behavior.down().equals(defaults.down())) {
      written.setScaleDown(rules(behavior.down()));
    }
    return written;
  }

  private static HPAScalingRules rules(Rules rules) {
    List<HPAScalingPolicy> policies =
        rules.rates().stream()
            .map(
                rate ->
                    new HPAScalingPolicy(
                        rate.periodSeconds(),
                        rate.unit() == Behavior.Unit.PODS ? "Pods" : "Percent",
                        rate.value()))
            .toList();
    String select =
        switch (rules.select()) {
          case MAX -> "Max";
          case MIN -> "Min";
          case DISABLED -> "Disabled";
        };
    return new HPAScalingRulesBuilder()
        .withStabilizationWindowSeconds(rules.stabilizationSeconds())
        .withSelectPolicy(select)
        .withPolicies(policies)
        .build();
  }
}
