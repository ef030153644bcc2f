package io.tidewatch.operator;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.crd.CatalogueText;
import io.tidewatch.operator.crd.ScalerPlan;
import io.tidewatch.operator.crd.ScalerPlans;
import io.tidewatch.source.CatalogueFile;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The workloads that PredictiveScalers ask for. One thread tells what they are now; the loop's
 * thread takes that over between two passes, with what each workload has learned.
 */
final class KubernetesFleet {
  private final CatalogueText base;
  private final Function<Catalogue, Observer> observers;
  private final DecisionRing ring;
  private final Clock clock;
  private volatile Optional<Asked> asked = Optional.empty();
  private volatile Map<WorkloadId, ScalerPlan> plans = Map.of();
  private Optional<Asked> taken = Optional.empty();

  KubernetesFleet(
      CatalogueText base, Function<Catalogue, Observer> observers, DecisionRing ring, Clock clock) {
    this.base = base;
    this.observers = observers;
    this.ring = ring;
    this.clock = clock;
  }

  /** What was asked for at one time. */
  private record Asked(ScalerPlans plans, CatalogueDocument document) {}

  CatalogueText base() {
    return base;
  }

  /** The document of what is asked for; empty until that is known. */
  Optional<CatalogueDocument> document() {
    return asked.map(Asked::document);
  }

  /** What is asked for about one workload now: its mode and freezes come and go without a fleet. */
  Optional<ScalerPlan> plan(WorkloadId workload) {
    return Optional.ofNullable(plans.get(workload));
  }

  /** All that is asked for now. */
  Collection<ScalerPlan> plans() {
    return plans.values();
  }

  /** Before anything is known. */
  Fleet empty() {
    return new Fleet(observers.apply(base.shared()), List.of());
  }

  /** Says what is asked for now. */
  void ask(ScalerPlans next) {
    plans =
        next.plans().stream()
            .collect(Collectors.toMap(plan -> plan.workload().workload(), Function.identity()));
    if (asked.isPresent() && asked.get().plans().decideAs(next)) {
      return;
    }
    String text = base.with(next.plans());
    Catalogue catalogue = CatalogueFile.parse(text, "of the PredictiveScalers");
    asked = Optional.of(new Asked(next, CatalogueDocument.of(catalogue, text)));
  }

  /** The fleet of the next pass. */
  Fleet next(Fleet present) {
    Optional<Asked> now = asked;
    if (now.isEmpty() || now.equals(taken)) {
      return present;
    }
    taken = now;
    Catalogue catalogue = now.get().document().catalogue();
    List<WorkloadRules> rules =
        now.get().plans().plans().stream().map(plan -> rules(plan, catalogue)).toList();
    return new Fleet(observers.apply(catalogue), controls(rules, present));
  }

  private static WorkloadRules rules(ScalerPlan plan, Catalogue catalogue) {
    return WorkloadRules.of(plan.workload(), catalogue, plan.actuation(), plan.behavior())
        .learning(plan.learnsParameters());
  }

  private List<WorkloadControl> controls(List<WorkloadRules> rules, Fleet present) {
    Map<WorkloadId, WorkloadControl> controls = new HashMap<>();
    present.workloads().forEach(control -> controls.put(control.spec().workload(), control));
    List<WorkloadRules> fresh =
        rules.stream().filter(each -> !controls.containsKey(each.spec().workload())).toList();
    Controller.resumed(fresh, ring, clock.instant())
        .forEach(control -> controls.put(control.spec().workload(), control));
    List<WorkloadControl> next = new ArrayList<>();
    for (WorkloadRules each : rules) {
      WorkloadControl control = controls.get(each.spec().workload());
      next.add(control.rules().equals(each) ? control : control.under(each));
    }
    return next;
  }
}
