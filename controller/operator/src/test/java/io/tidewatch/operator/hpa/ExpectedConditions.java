package io.tidewatch.operator.hpa;

import io.tidewatch.policy.Behavior;
import io.tidewatch.policy.HpaBranch;
import io.tidewatch.policy.HpaController;
import io.tidewatch.policy.HpaMetric;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the real controller writes into the HPA's conditions when it takes these branches: so not
 * only the count must agree but also why. A condition that a sync does not touch is left out.
 */
final class ExpectedConditions {
  private static final Set<HpaBranch> BOUNDS =
      Set.of(HpaBranch.SCALING_DISABLED, HpaBranch.ABOVE_MAX, HpaBranch.BELOW_MIN);
  private static final Set<HpaBranch> INVALID =
      Set.of(HpaBranch.ALL_METRICS_INVALID, HpaBranch.FEWER_WITH_AN_INVALID_METRIC);

  private ExpectedConditions() {}

  static Map<String, String> of(RecordedStep step, HpaController.Sync sync) {
    Map<String, String> reasons = new TreeMap<>();
    reasons.put("AbleToScale", able(step, sync));
    if (sync.branches().contains(HpaBranch.SCALING_DISABLED)) {
      reasons.put("ScalingActive", "ScalingDisabled");
    }
    if (sync.branches().stream().noneMatch(BOUNDS::contains)) {
      boolean invalid = sync.branches().stream().anyMatch(INVALID::contains);
      if (!invalid) {
        reasons.put("ScalingActive", "ValidMetricFound");
        reasons.put("ScalingLimited", limited(step, sync));
      } else if (step.spec().metrics().size() == 1) {
        boolean pods = step.spec().metrics().get(0).kind() == HpaMetric.Kind.PODS_AVERAGE;
        reasons.put("ScalingActive", pods ? "FailedGetPodsMetric" : "FailedGetResourceMetric");
      }
    }
    return reasons;
  }

  private static String able(RecordedStep step, HpaController.Sync sync) {
    Set<HpaBranch> path = sync.branches();
    if (path.contains(HpaBranch.SCALED_UP) || path.contains(HpaBranch.SCALED_DOWN)) {
      return "SucceededRescale";
    }
    if (!path.contains(HpaBranch.KEPT)) {
      return "SucceededGetScale";
    }
    if (path.contains(HpaBranch.RISE_STABILISED)) {
      return "ScaleUpStabilized";
    }
    boolean held =
        path.contains(HpaBranch.FALL_STABILISED) || path.contains(HpaBranch.RAISED_BY_WINDOW);
    return held ? "ScaleDownStabilized" : "ReadyForNewScale";
  }

  private static String limited(RecordedStep step, HpaController.Sync sync) {
    Set<HpaBranch> path = sync.branches();
    boolean rise =
        path.contains(HpaBranch.RISE_LIMITED)
            || path.contains(HpaBranch.RISE_SPENT)
            || path.contains(HpaBranch.RISE_LIMITED_BUILT_IN);
    boolean fall = path.contains(HpaBranch.FALL_LIMITED) || path.contains(HpaBranch.FALL_SPENT);
    if (path.contains(HpaBranch.AT_MAX) || (rise && sync.desired() == step.spec().max())) {
      return "TooManyReplicas";
    }
    boolean written = !step.spec().behavior().equals(Behavior.builtIn());
    if (path.contains(HpaBranch.AT_MIN)
        || (written && fall && sync.desired() == step.spec().min())) {
      return "TooFewReplicas";
    }
    if (rise) {
      return "ScaleUpLimit";
    }
    return fall ? "ScaleDownLimit" : "DesiredWithinRange";
  }
}
