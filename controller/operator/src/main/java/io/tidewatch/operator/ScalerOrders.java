package io.tidewatch.operator;

import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.WorkloadSpec;
import io.tidewatch.operator.actuate.TargetName;
import io.tidewatch.operator.crd.ScalerObject;
import io.tidewatch.operator.crd.ScalerPlan;
import io.tidewatch.operator.crd.TargetKey;
import io.tidewatch.operator.crd.spec.Actuation;
import io.tidewatch.operator.crd.spec.HpaRules;
import io.tidewatch.operator.crd.spec.PredictiveScalerSpec;
import java.time.Duration;
import java.util.Optional;

/** What a PredictiveScaler allows, as orders for the hands. */
final class ScalerOrders {
  private static final int USUAL_FLOOR_SECONDS = 600;
  private static final Duration TRUCE = Duration.ofHours(24);

  private ScalerOrders() {}

  /**
   * @param limit how far this process may go, whatever the object allows
   */
  static Orders of(ScalerPlan plan, Mode limit, Timescale timescale) {
    ScalerObject object = plan.object();
    PredictiveScalerSpec spec = object.spec().orElseThrow();
    WorkloadSpec workload = plan.workload();
    Optional<HpaRules> hpa = Optional.ofNullable(spec.hpa());
    int floorSeconds =
        hpa.map(HpaRules::floorSeconds).filter(seconds -> seconds > 0).orElse(USUAL_FLOOR_SECONDS);
    return new Orders(
        plan.mode().compareTo(limit) <= 0 ? plan.mode() : limit,
        way(spec.actuation()),
        target(object.target().orElseThrow()),
        hpa.map(HpaRules::name),
        object.toString(),
        object.uid() + "/" + object.generation(),
        workload.minReplicas(),
        workload.maxReplicas(),
        workload.target(),
        workload.trustedTarget(),
        timescale.wallDuration(Duration.ofSeconds(floorSeconds)),
        timescale.wallDuration(TRUCE),
        plan.frozen().isPresent(),
        plan.rolling(),
        object.scaleInPaused());
  }

  private static Orders.Way way(Actuation actuation) {
    if (actuation == Actuation.METRIC) {
      return Orders.Way.METRIC;
    }
    return actuation == Actuation.SCALE ? Orders.Way.SCALE : Orders.Way.HPA;
  }

  private static TargetName target(TargetKey key) {
    return new TargetName(key.namespace(), key.apiVersion(), key.kind(), key.name());
  }
}
