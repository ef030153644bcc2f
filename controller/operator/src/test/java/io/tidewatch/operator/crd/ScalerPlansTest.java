package io.tidewatch.operator.crd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.WorkloadSpec;
import io.tidewatch.policy.Actuation;
import io.tidewatch.policy.Behavior;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalerPlansTest {
  @Test
  void a_minimal_one_observes_the_request_rate_of_a_deployment() {
    ScalerPlan plan = TestingScalers.entry(TestingScalers.minimal("web")).plan().orElseThrow();
    WorkloadSpec spec = plan.workload();
    assertEquals("shop/web", spec.workload().toString());
    assertEquals("request_rate", spec.demand());
    assertEquals(Optional.of("ready_replicas"), spec.readyReplicas());
    assertEquals(2, spec.minReplicas());
    assertEquals(10, spec.maxReplicas());
    assertEquals(0.6, spec.target());
    assertEquals(1, spec.priceFactor());
    assertEquals(OptionalDouble.empty(), spec.capacity());
    assertEquals(Mode.OBSERVE, plan.mode());
    assertEquals(Actuation.FLOOR, plan.actuation());
    assertEquals(Behavior.defaults(), plan.behavior());
  }

  @Test
  void everything_that_is_said_is_taken_over() {
    ScalerPlan plan = TestingScalers.entry(whole()).plan().orElseThrow();
    WorkloadSpec spec = plan.workload();
    assertEquals("jobs", spec.demand());
    assertEquals(OptionalDouble.of(12.5), spec.capacity());
    assertEquals(0.5, spec.target());
    assertEquals(OptionalDouble.of(0.8), spec.trustedTarget());
    assertEquals(90, spec.leadTimeSeconds());
    assertEquals(0.5, spec.priceFactor());
    assertEquals(ZoneId.of("Europe/Berlin"), spec.zone());
    assertEquals(0.5 * 0.04 + 2 * 0.005, spec.costPerPodHour(), 1e-12);
    assertEquals(Mode.ACT, plan.mode());
    assertEquals(Actuation.FLOOR_AND_TARGET, plan.actuation());
    assertEquals(120, plan.behavior().down().stabilizationSeconds());
    assertEquals(
        List.of(new Behavior.Rate(Behavior.Unit.PODS, 3, 60)), plan.behavior().down().rates());
    assertEquals(Behavior.defaults().up(), plan.behavior().up());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "minReplicas: 11                        | InvalidBounds   | minReplicas 11 is above",
        "minReplicas: 0                         | InvalidBounds   | below 1",
        "minReplicas: lots                      | InvalidSpec     | spec.minReplicas",
        "minReplicas: \"3\"                     | InvalidSpec     | spec.minReplicas",
        "schedule: {zone: Middle/Earth}         | UnknownTimeZone | Middle/Earth",
        "demand: {metric: sales}                | UnknownMetric   | \"sales\"",
        "cost: {perCpuHour: -1}                 | InvalidSpec     | negative",
        "cost: {perPodHour: -1}                 | InvalidSpec     | negative",
        "hpa: {trustedTarget: 50}               | InvalidSpec     | trustedTarget",
        "demand: {query: ' '}                   | InvalidSpec     | demand.query",
        "behavior: {scaleUp: {policies: [{type: Pods, value: 0, periodSeconds: 15}]}}"
            + " | InvalidSpec | value > 0",
        "schedule: {overrides: [{name: sale, from: 2026-11-27T00:00, until: 2026-11-28T00:00,"
            + " minReplicas: 40}]} | InvalidBounds | override sale",
        "resize: {min: {cpu: 2}, max: {cpu: 1500m}} | InvalidSpec | resize.min.cpu",
        "resize: {changeWindows: [{name: new-year, from: 2026-02-30T00:00, until: 2026-03-01T00:00}]}"
            + " | InvalidSpec | 2026-02-30T00:00",
      })
  void what_the_schema_did_not_refuse_is_a_reason_on_that_object_alone(
      String line, String reason, String text) {
    ScalerObject bad =
        TestingScalers.of("bad", "scaleTargetRef: {name: bad}\nmaxReplicas: 10\n" + line);
    ScalerPlans plans = TestingScalers.plans(bad, TestingScalers.minimal("web"));
    assertEquals(1, plans.plans().size());
    assertEquals("shop/web", plans.plans().get(0).workload().workload().toString());
    Problem problem =
        plans.entries().stream()
            .flatMap(entry -> entry.problem().stream())
            .findFirst()
            .orElseThrow();
    assertEquals(reason, problem.reason().code());
    assertTrue(problem.text().contains(text), problem.text());
  }

  @Test
  void an_object_without_a_spec_is_a_reason_too() {
    GenericKubernetesResource empty = TestingScalers.resource("web", "maxReplicas: 1");
    empty.getAdditionalProperties().remove("spec");
    Problem problem = TestingScalers.entry(ScalerReader.read(empty)).problem().orElseThrow();
    assertEquals(ConditionReason.INVALID_SPEC, problem.reason());
  }

  @Test
  void of_two_on_one_target_the_older_goes_on_and_the_younger_names_it() {
    GenericKubernetesResource young =
        TestingScalers.resource("copy", "scaleTargetRef: {name: web}\nmaxReplicas: 90");
    young.getMetadata().setCreationTimestamp("2026-11-02T00:00:00Z");
    ScalerPlans plans =
        TestingScalers.plans(ScalerReader.read(young), TestingScalers.minimal("web"));
    assertEquals(10, plans.plans().get(0).workload().maxReplicas());
    Problem problem = plans.entries().get(1).problem().orElseThrow();
    assertEquals(ConditionReason.DUPLICATE_TARGET, problem.reason());
    assertTrue(problem.text().contains("PredictiveScaler web is older"), problem.text());
  }

  @Test
  void a_missing_or_unscalable_target_is_refused_but_an_unknown_one_goes_on() {
    assertEquals(
        Optional.of(ConditionReason.TARGET_NOT_FOUND), refused(TargetSight.missing("none")));
    assertEquals(
        Optional.of(ConditionReason.TARGET_NOT_SCALABLE), refused(TargetSight.notScalable("no")));
    assertEquals(Optional.empty(), refused(TargetSight.unknown("the server is down")));
  }

  @Test
  void an_override_holds_in_its_time_and_only_then() {
    ScalerObject sale = whole();
    assertEquals(4, at(sale, "2026-11-26T22:59:59Z").minReplicas());
    assertEquals(20, at(sale, "2026-11-26T23:00:00Z").minReplicas());
    assertEquals(60, at(sale, "2026-11-26T23:00:00Z").maxReplicas());
    assertEquals(4, at(sale, "2026-11-27T23:00:00Z").minReplicas());
  }

  @Test
  void a_freeze_and_the_annotation_are_told_with_their_names() {
    Instant night = Instant.parse("2026-11-24T22:30:00Z");
    ScalerPlan frozen = TestingScalers.entry(whole(), night).plan().orElseThrow();
    assertEquals("the freeze nights is on", frozen.frozen().orElseThrow().text());
    assertTrue(TestingScalers.entry(whole()).plan().orElseThrow().frozen().isEmpty());
    GenericKubernetesResource paused =
        TestingScalers.resource("web", "scaleTargetRef: {name: web}\nmaxReplicas: 10");
    paused.getMetadata().getAnnotations().put(ScalerObject.PAUSED, "");
    Problem problem =
        TestingScalers.entry(ScalerReader.read(paused)).plan().orElseThrow().frozen().orElseThrow();
    assertEquals(ConditionReason.PAUSED, problem.reason());
  }

  @Test
  void a_lead_time_beyond_the_forecasts_is_shortened_and_told() {
    ScalerObject slow =
        TestingScalers.of(
            "web", "scaleTargetRef: {name: web}\nmaxReplicas: 10\nleadTimeSeconds: 1200");
    ScalerPlan plan = TestingScalers.entry(slow).plan().orElseThrow();
    assertEquals(900, plan.workload().leadTimeSeconds());
    assertTrue(plan.leadTooLong());
  }

  @Test
  void a_change_of_mode_is_none_for_the_loop_but_one_of_bounds_is() {
    ScalerPlans before = TestingScalers.plans(TestingScalers.minimal("web"));
    String spec = "scaleTargetRef: {name: web}\n";
    assertTrue(
        before.decideAs(
            TestingScalers.plans(TestingScalers.of("web", spec + "maxReplicas: 10\nmode: act"))));
    assertFalse(
        before.decideAs(TestingScalers.plans(TestingScalers.of("web", spec + "maxReplicas: 11"))));
    assertFalse(before.decideAs(TestingScalers.plans()));
  }

  private static Optional<ConditionReason> refused(TargetSight target) {
    ScalerPlans plans =
        ScalerPlans.of(
            List.of(TestingScalers.minimal("web")),
            key -> target,
            TestingScalers.METRICS,
            TestingScalers.T0);
    return plans.entries().get(0).problem().map(Problem::reason);
  }

  private static WorkloadSpec at(ScalerObject object, String time) {
    return TestingScalers.entry(object, Instant.parse(time)).plan().orElseThrow().workload();
  }

  private static ScalerObject whole() {
    return TestingScalers.of(
        "web",
        """
        scaleTargetRef: {name: web}
        mode: act
        minReplicas: 4
        maxReplicas: 60
        demand: {metric: jobs}
        capacity: {perPod: 12.5}
        target: 50
        leadTimeSeconds: 90
        slo: {violationPricePercent: 50}
        hpa: {trustedTarget: 80}
        behavior:
          scaleDown:
            stabilizationWindowSeconds: 120
            policies: [{type: Pods, value: 3, periodSeconds: 60}]
        schedule:
          zone: Europe/Berlin
          freezes: [{name: nights, start: "23:00", end: "05:00"}]
          overrides:
          - {name: sale, from: "2026-11-27T00:00", until: "2026-11-28T00:00", minReplicas: 20}
        cost: {perCpuHour: 0.04, perGibHour: 0.005}
        """);
  }
}
