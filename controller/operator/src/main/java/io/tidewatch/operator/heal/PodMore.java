package io.tidewatch.operator.heal;

import io.tidewatch.domain.Timescale;
import io.tidewatch.operator.actuate.Actuators;
import io.tidewatch.operator.actuate.Deed;
import io.tidewatch.operator.actuate.Errand;
import io.tidewatch.operator.actuate.FloorOrder;
import io.tidewatch.operator.actuate.FloorReason;
import io.tidewatch.operator.actuate.FloorWish;
import io.tidewatch.operator.actuate.PodName;
import io.tidewatch.operator.actuate.RestartRun;
import io.tidewatch.operator.actuate.ScaleOrder;
import io.tidewatch.operator.actuate.ScaleReason;
import io.tidewatch.operator.actuate.TargetName;
import io.tidewatch.operator.crd.ScalerObject;
import io.tidewatch.operator.crd.ScalerPlan;
import io.tidewatch.operator.crd.spec.Actuation;
import io.tidewatch.operator.crd.spec.HpaRules;
import io.tidewatch.operator.crd.spec.PredictiveScalerSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** One pod more for a while: by the floor of the HPA that owns the workload, or by its count. */
final class PodMore {
  // It is renewed only until the pod is evicted, and must outlast what follows.
  private static final Duration STANDS = Duration.ofMinutes(20);
  private static final Duration TRUCE = Duration.ofHours(24);
  private static final Set<String> HELD =
      Set.of(
          FloorReason.FLOOR_SET.code(),
          FloorReason.FLOOR_KEPT.code(),
          FloorReason.NOTHING_TO_DO.code(),
          ScaleReason.SCALED.code(),
          ScaleReason.AS_WANTED.code(),
          ScaleReason.MOVED.code());

  private PodMore() {}

  static RestartRun.Surge of(
      ScalerPlan plan, PodName victim, Actuators actuators, Timescale timescale) {
    PredictiveScalerSpec spec = plan.object().spec().orElseThrow();
    if (spec.actuation() == Actuation.METRIC) {
      return new ByNothing();
    }
    return spec.actuation() == Actuation.SCALE
        ? new ByCount(plan, actuators)
        : new ByFloor(plan, victim, actuators, timescale);
  }

  static TargetName target(ScalerPlan plan) {
    var key = plan.object().target().orElseThrow();
    return new TargetName(key.namespace(), key.apiVersion(), key.kind(), key.name());
  }

  private static RestartRun.Held held(Deed deed) {
    boolean refused = !deed.trouble() && !HELD.contains(deed.code());
    return new RestartRun.Held(refused, deed.trouble(), deed.code() + ": " + deed.text());
  }

  private record ByFloor(ScalerPlan plan, PodName victim, Actuators actuators, Timescale timescale)
      implements RestartRun.Surge {
    @Override
    public RestartRun.Held hold(int pods) {
      ScalerObject object = plan.object();
      FloorOrder order =
          new FloorOrder(
              "restart of " + victim.uid(),
              object.toString(),
              object.uid() + "/" + object.generation(),
              pods,
              Optional.empty(),
              timescale.wallDuration(STANDS),
              timescale.wallDuration(TRUCE));
      return run(new FloorWish.Hold(order));
    }

    @Override
    public RestartRun.Held letGo(int pods) {
      return run(new FloorWish.Release(false));
    }

    private RestartRun.Held run(FloorWish wish) {
      HpaRules rules = plan.object().spec().orElseThrow().hpa();
      Optional<String> hpa = Optional.ofNullable(rules).map(HpaRules::name);
      return held(actuators.run(new Errand.Floor(target(plan), hpa, wish)));
    }
  }

  private record ByCount(ScalerPlan plan, Actuators actuators) implements RestartRun.Surge {
    @Override
    public RestartRun.Held hold(int pods) {
      return run(pods - 1, pods);
    }

    @Override
    public RestartRun.Held letGo(int pods) {
      return run(pods + 1, pods);
    }

    private RestartRun.Held run(int from, int wanted) {
      int min = plan.workload().minReplicas();
      int max = plan.workload().maxReplicas();
      return held(
          actuators.run(new Errand.Scale(new ScaleOrder(target(plan), from, wanted, min, max))));
    }
  }

  /** Nothing may be written: the user's HPA reads a metric. */
  private record ByNothing() implements RestartRun.Surge {
    @Override
    public RestartRun.Held hold(int pods) {
      return new RestartRun.Held(true, false, "actuation metric writes nothing");
    }

    @Override
    public RestartRun.Held letGo(int pods) {
      return new RestartRun.Held(false, false, "");
    }
  }
}
