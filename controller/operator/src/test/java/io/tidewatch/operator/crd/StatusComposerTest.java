package io.tidewatch.operator.crd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.tidewatch.domain.DecisionRecord.Action;
import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.DecisionRecord.Worth;
import io.tidewatch.operator.crd.LastActions.RolledBack.State;
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
    assertEquals(4.3, status.worth().pricedRegretPodHours());
    assertEquals(0.17, status.worth().regretDollars());
    assertEquals(1.5, status.worth().violationMinutes());
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
            Worth.NOTHING,
            Optional.empty());
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

  @Test
  void what_was_done_and_how_it_turned_out_is_told_and_outlives_a_restart_of_the_controller() {
    LastActions actions =
        new LastActions(
            Optional.of(
                new LastActions.Done(TestingScalers.T0, "restart", "Replaced", "web-1: is gone")),
            Optional.of(
                new LastActions.Judged(TestingScalers.T0, "target", "harmed", "badly served")),
            Optional.of(new LastActions.RolledBack(State.HOLDS, "the user's target is back")),
            OptionalInt.of(1));
    LastDecision decided = decided(true, List.of(), HPA, PREDICTED);
    PredictiveScalerStatus status =
        compose(Mode.ACT, decided, Optional.empty(), actions, Optional.empty());
    assertEquals("True SloViolated", condition(status, "RolledBack"));
    assertEquals("Replaced", status.lastAction().reason());
    assertEquals("harmed", status.lastOutcome().outcome());
    assertEquals(1, status.restartsToday());
    PredictiveScalerStatus later =
        compose(Mode.ACT, decided, Optional.empty(), LastActions.NONE, Optional.of(status));
    assertEquals(status.lastAction(), later.lastAction());
    assertEquals(status.lastOutcome(), later.lastOutcome());
  }

  @Test
  void a_note_of_earlier_leaders_that_cannot_be_read_is_told_with_its_remedy() {
    LastActions actions =
        new LastActions(
            Optional.empty(),
            Optional.empty(),
            Optional.of(new LastActions.RolledBack(State.UNKNOWN, "remove that annotation")),
            OptionalInt.empty());
    LastDecision decided = decided(true, List.of(), HPA, PREDICTED);
    PredictiveScalerStatus status =
        compose(Mode.ACT, decided, Optional.empty(), actions, Optional.empty());
    assertEquals("Unknown NoteUnreadable", condition(status, "RolledBack"));
    ConditionStatus told = status.conditions().get(status.conditions().size() - 1);
    assertEquals("remove that annotation", told.message());
  }

  private static PredictiveScalerStatus compose(
      Mode limit, LastDecision last, Optional<LastDeed> deed) {
    return compose(limit, last, deed, LastActions.NONE, Optional.empty());
  }

  private static PredictiveScalerStatus compose(
      Mode limit,
      LastDecision last,
      Optional<LastDeed> deed,
      LastActions actions,
      Optional<PredictiveScalerStatus> before) {
    return new StatusComposer(limit)
        .compose(
            TestingScalers.entry(TestingScalers.of("web", ACT)),
            Optional.of(last),
            deed,
            actions,
            before,
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
        new Worth(1.26, 0, 0.0504),
        Optional.of(new LastDecision.Priced(-3.04, 4.26, 0.1704, 90, 30)));
  }

  private static String condition(PredictiveScalerStatus status, String type) {
    return status.conditions().stream()
        .filter(each -> each.type().equals(type))
        .map((ConditionStatus each) -> each.status() + " " + each.reason())
        .findFirst()
        .orElse("none");
  }
}
