package io.tidewatch.operator.crd;

import io.tidewatch.operator.crd.status.ConditionStatus;
import io.tidewatch.operator.crd.status.DecisionStatus;
import io.tidewatch.operator.crd.status.PredictiveScalerStatus;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Whether a status is worth a write: live numbers are in REST and metrics. */
final class StatusDebounce {
  static final Duration REFRESH = Duration.ofMinutes(10);

  private StatusDebounce() {}

  /** Ordered: what changed goes before what is only old. */
  enum Due {
    CHANGED,
    OLD,
    NOT
  }

  static Due due(
      Optional<PredictiveScalerStatus> written, PredictiveScalerStatus next, Instant now) {
    if (written.isEmpty() || !essence(written.get()).equals(essence(next))) {
      return Due.CHANGED;
    }
    return writtenAt(written.get()).plus(REFRESH).isAfter(now) ? Due.NOT : Due.OLD;
  }

  /** When it was written; long ago if it does not say so. */
  static Instant writtenAt(PredictiveScalerStatus status) {
    try {
      return status.updatedAt() == null ? Instant.EPOCH : Instant.parse(status.updatedAt());
    } catch (DateTimeException nonsense) {
      return Instant.EPOCH;
    }
  }

  private static List<Object> essence(PredictiveScalerStatus status) {
    List<ConditionStatus> conditions =
        status.conditions() == null ? List.of() : status.conditions();
    Optional<DecisionStatus> decision = Optional.ofNullable(status.decision());
    return List.of(
        conditions.stream()
            .map(each -> List.of(each.type(), each.status(), each.reason()))
            .toList(),
        Objects.toString(status.mode()),
        decision.map(DecisionStatus::floor),
        decision.map(DecisionStatus::action),
        // Passes are more frequent than looks: the action itself may have been missed.
        decision.map(DecisionStatus::wanted),
        Optional.ofNullable(status.lastAction()).map(each -> List.of(each.action(), each.reason())),
        Optional.ofNullable(status.lastOutcome())
            .map(each -> List.of(each.action(), each.outcome())),
        Objects.toString(status.restartsToday()),
        Objects.toString(status.observedGeneration()));
  }
}
