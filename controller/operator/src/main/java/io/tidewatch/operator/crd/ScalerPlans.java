package io.tidewatch.operator.crd;

import io.tidewatch.domain.WorkloadId;
import io.tidewatch.policy.CapacityLearner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** All PredictiveScalers at one time: each is planned alone, then targets are compared. */
public record ScalerPlans(List<ScalerEntry> entries) {
  private static final Comparator<ScalerObject> OLDEST_FIRST =
      Comparator.comparing(ScalerObject::created).thenComparing(ScalerObject::toString);

  public ScalerPlans {
    entries = List.copyOf(entries);
  }

  /** Plans all, with no capacity learned. */
  public static ScalerPlans of(
      Collection<ScalerObject> objects,
      Function<TargetKey, TargetSight> targets,
      Set<String> metrics,
      Instant nominal) {
    return of(objects, targets, new Known(metrics, workload -> Optional.empty()), nominal);
  }

  /**
   * What is known besides the objects.
   *
   * @param metrics the names of the queries that the catalogue has
   * @param capacities what pods carry as far as it was learned
   */
  public record Known(
      Set<String> metrics, Function<WorkloadId, Optional<CapacityLearner.Learned>> capacities) {
    public Known {
      metrics = Set.copyOf(metrics);
    }
  }

  /**
   * Plans all.
   *
   * @param targets what is known of a target
   */
  public static ScalerPlans of(
      Collection<ScalerObject> objects,
      Function<TargetKey, TargetSight> targets,
      Known known,
      Instant nominal) {
    ScalerMapper mapper = new ScalerMapper(known);
    Map<WorkloadId, ScalerObject> owners = new HashMap<>();
    List<ScalerEntry> entries = new ArrayList<>();
    for (ScalerObject object : objects.stream().sorted(OLDEST_FIRST).toList()) {
      TargetSight target =
          object.target().map(targets).orElse(TargetSight.unknown("the spec names none"));
      entries.add(alone(mapper.map(object, target, nominal), owners));
    }
    return new ScalerPlans(entries);
  }

  // The oldest keeps its target, so that a copy pasted by mistake changes nothing.
  private static ScalerEntry alone(ScalerEntry entry, Map<WorkloadId, ScalerObject> owners) {
    if (entry.plan().isEmpty()) {
      return entry;
    }
    WorkloadId workload = entry.plan().get().workload().workload();
    ScalerObject owner = owners.putIfAbsent(workload, entry.object());
    if (owner == null) {
      return entry;
    }
    Problem problem =
        new Problem(
            ConditionReason.DUPLICATE_TARGET,
            "PredictiveScaler "
                + owner.name()
                + " is older and has the same target: delete one of them");
    return ScalerEntry.refused(entry.object(), entry.target(), problem);
  }

  /** Those that the loop decides about. */
  public List<ScalerPlan> plans() {
    return entries.stream().flatMap(entry -> entry.plan().stream()).toList();
  }

  /** Whether the loop has nothing new to learn from others. */
  public boolean decideAs(ScalerPlans other) {
    List<ScalerPlan> ours = plans();
    List<ScalerPlan> theirs = other.plans();
    if (ours.size() != theirs.size()) {
      return false;
    }
    for (int i = 0; i < ours.size(); i++) {
      if (!ours.get(i).decidesAs(theirs.get(i))) {
        return false;
      }
    }
    return true;
  }
}
