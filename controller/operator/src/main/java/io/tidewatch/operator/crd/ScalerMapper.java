package io.tidewatch.operator.crd;

import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.domain.WorkloadSpec;
import io.tidewatch.operator.crd.spec.Actuation;
import io.tidewatch.operator.crd.spec.CostRates;
import io.tidewatch.operator.crd.spec.HpaRules;
import io.tidewatch.operator.crd.spec.PredictiveScalerSpec;
import io.tidewatch.operator.crd.spec.ResizeRules;
import io.tidewatch.operator.crd.spec.Schedule;
import io.tidewatch.operator.crd.spec.ServiceLevel;
import io.tidewatch.policy.CapacityLearner;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Makes a plan of one spec. The schema has refused most nonsense before it could be stored; what an
 * older schema let in, or no schema can know, is refused here.
 *
 * @param besides the queries that there are, and what was learned
 */
record ScalerMapper(ScalerPlans.Known besides) {
  private static final int FORECASTS_REACH_SECONDS = 900;
  private static final String READY = "ready_replicas";

  ScalerEntry map(ScalerObject object, TargetSight target, Instant nominal) {
    try {
      refuseTarget(object, target);
      return ScalerEntry.planned(plan(object, target, nominal), target);
    } catch (RefusedException refused) {
      return ScalerEntry.refused(object, target, refused.problem());
    } catch (IllegalArgumentException | DateTimeException invalid) {
      Problem problem = new Problem(ConditionReason.INVALID_SPEC, invalid.getMessage());
      return ScalerEntry.refused(object, target, problem);
    }
  }

  private static void refuseTarget(ScalerObject object, TargetSight target) {
    if (object.unreadable().isPresent()) {
      throw new RefusedException(ConditionReason.INVALID_SPEC, object.unreadable().get());
    }
    if (object.target().isEmpty()) {
      throw new RefusedException(ConditionReason.INVALID_SPEC, "scaleTargetRef names nothing");
    }
    switch (target.verdict()) {
      case MISSING -> throw new RefusedException(ConditionReason.TARGET_NOT_FOUND, target.text());
      case NOT_SCALABLE ->
          throw new RefusedException(ConditionReason.TARGET_NOT_SCALABLE, target.text());
      case UNKNOWN, FOUND -> {
        // An API server that cannot say is no reason to stop what runs.
      }
    }
  }

  private ScalerPlan plan(ScalerObject object, TargetSight target, Instant nominal) {
    PredictiveScalerSpec spec = object.spec().orElseThrow();
    WorkloadId workload = object.target().orElseThrow().workload();
    LocalTimes now = LocalTimes.at(nominal, zone(spec.schedule()));
    Optional<ScalerPlan.OwnQuery> query = query(spec, workload);
    Bounds bounds = Bounds.of(spec, now);
    OptionalDouble trusted = trustedTarget(spec);
    Optional<CapacityLearner.Learned> learned = learned(spec, workload);
    int lead = or(spec.leadTimeSeconds(), 60);
    refuseResize(spec.resize(), now);
    WorkloadSpec made =
        new WorkloadSpec(
            workload,
            query.map(ScalerPlan.OwnQuery::name).orElseGet(() -> known(metric(spec))),
            ready(spec, workload),
            bounds.min(),
            bounds.max(),
            capacity(spec, learned),
            or(spec.target(), 60) / 100.0,
            trusted,
            Math.min(lead, FORECASTS_REACH_SECONDS),
            priceFactor(spec.slo()),
            now.zone(),
            cost(spec.cost(), target));
    return new ScalerPlan(
        object,
        made,
        spec.mode() == null ? Mode.OBSERVE : spec.mode(),
        actuation(spec, trusted),
        Behaviors.of(spec.behavior()),
        query,
        learned,
        frozen(object, spec.schedule(), now),
        target.rolling(),
        lead > FORECASTS_REACH_SECONDS);
  }

  // What cannot be read is refused here and not in the night when a window would open.
  private static void refuseResize(ResizeRules rules, LocalTimes now) {
    if (rules != null) {
      SizeBounds.of(rules);
      stream(rules.changeWindows()).forEach(now::in);
    }
  }

  private static ZoneId zone(Schedule schedule) {
    String name = schedule == null || schedule.zone() == null ? "UTC" : schedule.zone();
    try {
      return ZoneId.of(name);
    } catch (DateTimeException unknown) {
      throw new RefusedException(
          ConditionReason.UNKNOWN_TIME_ZONE,
          "schedule.zone \"" + name + "\" is no IANA time zone such as Europe/Berlin");
    }
  }

  private static Optional<ScalerPlan.OwnQuery> query(
      PredictiveScalerSpec spec, WorkloadId workload) {
    if (spec.demand() == null || spec.demand().query() == null) {
      return Optional.empty();
    }
    String unit = spec.demand().unit() == null ? "1" : spec.demand().unit();
    String promql = spec.demand().query();
    if (promql.isBlank()) {
      throw new RefusedException(ConditionReason.INVALID_SPEC, "demand.query is empty");
    }
    return Optional.of(new ScalerPlan.OwnQuery(QueryNames.of(workload), promql, unit));
  }

  private static String metric(PredictiveScalerSpec spec) {
    boolean named = spec.demand() != null && spec.demand().metric() != null;
    return named ? spec.demand().metric() : "request_rate";
  }

  private Optional<String> ready(PredictiveScalerSpec spec, WorkloadId workload) {
    if (spec.readyReplicas() != null) {
      return Optional.of(known(spec.readyReplicas()));
    }
    boolean builtIn =
        workload.kind().equals(WorkloadId.DEPLOYMENT) && besides.metrics().contains(READY);
    return builtIn ? Optional.of(READY) : Optional.empty();
  }

  private String known(String metric) {
    if (besides.metrics().contains(metric)) {
      return metric;
    }
    throw new RefusedException(
        ConditionReason.UNKNOWN_METRIC,
        "the catalogue has no query \"" + metric + "\"; GET /catalogue lists those it has");
  }

  private static OptionalDouble capacity(
      PredictiveScalerSpec spec, Optional<CapacityLearner.Learned> learned) {
    if (spec.capacity() != null && spec.capacity().perPod() != null) {
      return OptionalDouble.of(spec.capacity().perPod());
    }
    return learned.map(each -> OptionalDouble.of(each.perPod())).orElseGet(OptionalDouble::empty);
  }

  private Optional<CapacityLearner.Learned> learned(
      PredictiveScalerSpec spec, WorkloadId workload) {
    boolean asked = spec.capacity() != null && Boolean.TRUE.equals(spec.capacity().learn());
    return asked ? besides.capacities().apply(workload) : Optional.empty();
  }

  private static double priceFactor(ServiceLevel slo) {
    return slo == null || slo.violationPricePercent() == null
        ? 1
        : slo.violationPricePercent() / 100.0;
  }

  private static OptionalDouble trustedTarget(PredictiveScalerSpec spec) {
    HpaRules hpa = spec.hpa();
    return hpa == null || hpa.trustedTarget() == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(hpa.trustedTarget() / 100.0);
  }

  // A metric reaches the workload through the user's HPA, as a floor does.
  private static io.tidewatch.policy.Actuation actuation(
      PredictiveScalerSpec spec, OptionalDouble trusted) {
    if (spec.actuation() == Actuation.SCALE) {
      return io.tidewatch.policy.Actuation.SCALE;
    }
    return trusted.isPresent()
        ? io.tidewatch.policy.Actuation.FLOOR_AND_TARGET
        : io.tidewatch.policy.Actuation.FLOOR;
  }

  private static double cost(CostRates rates, TargetSight target) {
    if (rates == null) {
      return 0;
    }
    if (rates.perPodHour() != null) {
      return rates.perPodHour();
    }
    OptionalDouble cpu = optional(rates.perCpuHour());
    OptionalDouble gib = optional(rates.perGibHour());
    if (cpu.orElse(0) < 0 || gib.orElse(0) < 0) {
      throw new RefusedException(ConditionReason.INVALID_SPEC, "cost must not be negative");
    }
    return target.requests().map(requests -> requests.cost(cpu, gib)).orElse(0.0);
  }

  private static Optional<Problem> frozen(ScalerObject object, Schedule schedule, LocalTimes now) {
    if (object.paused()) {
      String text = "the annotation " + ScalerObject.PAUSED + " is set";
      return Optional.of(new Problem(ConditionReason.PAUSED, text));
    }
    return stream(schedule == null ? null : schedule.freezes())
        .filter(now::in)
        .findFirst()
        .map(on -> new Problem(ConditionReason.FROZEN, "the freeze " + on.name() + " is on"));
  }

  static <T> Stream<T> stream(List<T> items) {
    return items == null ? Stream.empty() : items.stream().filter(Objects::nonNull);
  }

  private static OptionalDouble optional(Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  static int or(Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }
}
