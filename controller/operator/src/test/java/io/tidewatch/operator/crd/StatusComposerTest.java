package io.tidewatch.operator.crd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.tidewatch.domain.DecisionRecord.Action;
import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.DecisionRecord.Worth;
import io.tidewatch.operator.crd.status.ConditionStatus;
import io.tidewatch.operator.crd.status.PredictiveScalerStatus;
import io.tidewatch.operator.crd.status.ReasonLink;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class StatusComposerTest {
  private static final ReasonLink HPA = new ReasonLink("Hpa", "the HPA's rule asks for 6");
  private static final ReasonLink PREDICTED = new ReasonLink("Predicted", "is worth 9");
  private static final String ACT =
      "{scaleTargetRef: {name: web}, maxReplicas: 10, capacity: {perPod: 10}, mode: act}";

  @Test
  void what_decided_is_the_headline_and_numbers_are_rounded() {
    PredictiveScalerStatus status =
        compose(Mode.OBSERVE, decided(true, List.of(), HPA, PREDICTED), Optional.empty());
    assertEquals(Mode.OBSERVE, status.mode());
    assertEquals("Predicted", status.reason());
    assertEquals("is worth 9", status.message());
    assertEquals(3L, status.observedGeneration());
    assertEquals(52.3, status.decision().demand());
    assertEquals(9, status.decision().floor());
    assertEquals(1.3, status.worth().savedPodHours());
    assertEquals(0.05, status.worth().savedDollars());
    assertEquals("True Deciding", condition(status, "Ready"));
    assertEquals("True Trusted", condition(status, "ForecastTrusted"));
    assertEquals("False Limited", condition(status, "Acting"));
  }

  @Test
  void without_a_decision_the_first_trouble_is_the_headline() {
    ReasonLink down = new ReasonLink("MetricsDown", "refused");
    LastDecision none =
        new LastDecision(
            TestingScalers.T0,
            OptionalDouble.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            List.of(down, new ReasonLink("UnknownReplicas", "nothing is decided")),
            List.of(),
            Worth.NOTHING);
    PredictiveScalerStatus status = compose(Mode.OBSERVE, none, Optional.empty());
    assertEquals("MetricsDown", status.reason());
    assertEquals("False MetricsDown", condition(status, "Ready"));
    assertEquals("False MetricsDown", condition(status, "DemandKnown"));
    assertNull(status.decision().wanted());
  }

  @Test
  void servings_own_trouble_tells_more_than_its_consequence() {
    List<ReasonLink> notes = List.of(new ReasonLink("ServingDown", "refused"));
    ReasonLink without = new ReasonLink("NoForecast", "there is none");
    PredictiveScalerStatus status =
        compose(Mode.OBSERVE, decided(false, notes, without, HPA), Optional.empty());
    assertEquals("False ServingDown", condition(status, "ForecastTrusted"));
  }

  @Test
  void where_the_mode_allows_it_the_deed_is_told_and_its_floor_counts() {
    LastDecision decided = decided(true, List.of(), HPA, PREDICTED);
    assertEquals(
        "Unknown Starting", condition(compose(Mode.ACT, decided, Optional.empty()), "Acting"));
    LastDeed fight = new LastDeed(false, "ConflictingOwner", "helm wrote it", OptionalInt.empty());
    PredictiveScalerStatus status = compose(Mode.ACT, decided, Optional.of(fight));
    assertEquals("False ConflictingOwner", condition(status, "Acting"));
    assertEquals(Mode.ACT, status.mode());
    assertNull(status.decision().floor());
  }

  private static PredictiveScalerStatus compose(
      Mode limit, LastDecision last, Optional<LastDeed> deed) {
    return new StatusComposer(limit)
        .compose(
            TestingScalers.entry(TestingScalers.of("web", ACT)),
            Optional.of(last),
            deed,
            LastActions.NONE,
            Optional.empty(),
            TestingScalers.T0);
  }

  private static LastDecision decided(
      boolean trusted, List<ReasonLink> notes, ReasonLink... reasons) {
    return new LastDecision(
        TestingScalers.T0,
        OptionalDouble.of(52.3456),
        OptionalInt.of(4),
        Optional.of(new LastDecision.Counts(Action.SCALE_UP, 9, 6, OptionalInt.of(9), trusted)),
        notes,
        List.of(reasons),
        new Worth(1.26, 0, 0.0504));
  }

  private static String condition(PredictiveScalerStatus status, String type) {
    return status.conditions().stream()
        .filter(each -> each.type().equals(type))
        .map((ConditionStatus each) -> each.status() + " " + each.reason())
        .findFirst()
        .orElse("none");
  }
}
