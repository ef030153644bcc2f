package io.tidewatch.operator.hpa;

import io.tidewatch.policy.Behavior;
import io.tidewatch.policy.Behavior.Rate;
import io.tidewatch.policy.Behavior.Rules;
import io.tidewatch.policy.Behavior.Select;
import io.tidewatch.policy.Behavior.Unit;
import io.tidewatch.policy.HpaMetric;
import io.tidewatch.policy.HpaMetric.Kind;
import io.tidewatch.policy.HpaSpec;
import java.util.List;

/**
 * HPAs of the scenarios. Their windows and periods lie between multiples of the 15 s of a sync, so
 * that no age comes near the end of one.
 */
final class Specs {
  static final HpaMetric CPU = new HpaMetric(Kind.RESOURCE_UTILIZATION, "cpu", 50);
  static final HpaMetric CPU_AVERAGE = new HpaMetric(Kind.RESOURCE_AVERAGE, "cpu", 70);
  static final HpaMetric MEMORY = new HpaMetric(Kind.RESOURCE_UTILIZATION, "memory", 120);
  static final HpaMetric MEMORY_AVERAGE =
      new HpaMetric(Kind.RESOURCE_AVERAGE, "memory", 32_000_000_000L);
  static final HpaMetric REQUESTS =
      new HpaMetric(Kind.PODS_AVERAGE, MetricsJson.POD_METRIC, 10_000);

  static final Rules USUAL_UP = Behavior.defaults().up();
  static final Rules AT_ONCE = down(0, Select.MAX, percent(100, 15));

  /** Down without a window. */
  static final Behavior QUICK = new Behavior(USUAL_UP, AT_ONCE);

  private Specs() {}

  static HpaSpec quick(HpaMetric... metrics) {
    return new HpaSpec(1, 30, List.of(metrics), QUICK);
  }

  static HpaSpec with(Behavior behavior, HpaMetric... metrics) {
    return new HpaSpec(1, 30, List.of(metrics), behavior);
  }

  static HpaSpec rising(Rules up) {
    return with(new Behavior(up, AT_ONCE), REQUESTS);
  }

  static HpaSpec falling(Rules down) {
    return with(new Behavior(USUAL_UP, down), REQUESTS);
  }

  static Rules down(int window, Select select, Rate... rates) {
    return new Rules(window, select, List.of(rates));
  }

  static Rate percent(int value, int period) {
    return new Rate(Unit.PERCENT, value, period);
  }

  static Rate pods(int value, int period) {
    return new Rate(Unit.PODS, value, period);
  }
}
