package io.tidewatch.operator.crd;

import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.operator.crd.spec.Actuation;
import io.tidewatch.operator.crd.spec.PredictiveScalerSpec;
import io.tidewatch.operator.crd.status.ConditionStatus;
import io.tidewatch.operator.crd.status.ReasonLink;
import io.tidewatch.policy.CapacityLearner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What holds for one PredictiveScaler at one time; Ready stands first.
 *
 * @param mode the one in force
 * @param earlier conditions so far, which know since when they hold
 */
record Conditions(long generation, Mode mode, Instant now, List<ConditionStatus> earlier) {
  private static final Set<String> OF_FORECASTS =
      Set.of(
          "NoHistory",
          "LowTrust",
          "LowCoverage",
          "NoForecast",
          "Stale",
          "ServingDown",
          "ServingTimeout",
          "ServingError",
          "ForecastInvalid");

  /** One condition as it is thought of. */
  private record Claim(ConditionType type, String status, String reason, String text) {
    static Claim of(ConditionType type, boolean holds, ConditionReason reason, String text) {
      return new Claim(type, holds ? "True" : "False", reason.code(), text);
    }

    static Claim unknown(ConditionType type, ConditionReason reason, String text) {
      return new Claim(type, "Unknown", reason.code(), text);
    }
  }

  List<ConditionStatus> of(
      ScalerEntry entry,
      Optional<LastDecision> last,
      Optional<LastDeed> deed,
      Optional<LastDeed> size,
      LastActions actions) {
    List<Claim> claims = new ArrayList<>();
    claims.add(ready(entry, last));
    claims.add(target(entry.target()));
    entry.plan().ifPresent(plan -> claims.addAll(ofPlan(plan, last)));
    entry.plan().ifPresent(plan -> claims.add(acting(plan, deed)));
    size.ifPresent(done -> claims.add(done(ConditionType.SIZED, done)));
    actions.rolledBack().ifPresent(back -> claims.add(rolledBack(back)));
    return claims.stream().map(this::since).toList();
  }

  private static List<Claim> ofPlan(ScalerPlan plan, Optional<LastDecision> last) {
    List<Claim> claims = new ArrayList<>();
    last.ifPresent(decided -> claims.add(demand(decided)));
    claims.add(capacity(plan));
    last.ifPresent(decided -> claims.add(forecast(decided)));
    claims.add(lead(plan));
    claims.add(frozen(plan));
    return claims;
  }

  private static Claim ready(ScalerEntry entry, Optional<LastDecision> last) {
    if (entry.problem().isPresent()) {
      Problem problem = entry.problem().get();
      return Claim.of(ConditionType.READY, false, problem.reason(), problem.text());
    }
    if (last.isEmpty()) {
      String text = ConditionReason.STARTING.meaning();
      return Claim.unknown(ConditionType.READY, ConditionReason.STARTING, text);
    }
    if (last.get().counts().isPresent()) {
      String text = ConditionReason.DECIDING.meaning();
      return Claim.of(ConditionType.READY, true, ConditionReason.DECIDING, text);
    }
    ReasonLink first = last.get().notes().get(0);
    return new Claim(ConditionType.READY, "False", first.code(), first.text());
  }

  private static Claim target(TargetSight target) {
    ConditionType type = ConditionType.TARGET_FOUND;
    return switch (target.verdict()) {
      case FOUND -> Claim.of(type, true, ConditionReason.FOUND, target.text());
      case MISSING -> Claim.of(type, false, ConditionReason.TARGET_NOT_FOUND, target.text());
      case NOT_SCALABLE ->
          Claim.of(type, false, ConditionReason.TARGET_NOT_SCALABLE, target.text());
      case UNKNOWN -> Claim.unknown(type, ConditionReason.TARGET_UNKNOWN, target.text());
    };
  }

  // Demand is collected first, so what went wrong with it is noted first.
  private static Claim demand(LastDecision last) {
    ConditionType type = ConditionType.DEMAND_KNOWN;
    if (last.demand().isPresent()) {
      return Claim.of(type, true, ConditionReason.MEASURED, ConditionReason.MEASURED.meaning());
    }
    return last.notes().stream()
        .findFirst()
        .map(note -> new Claim(type, "False", note.code(), note.text()))
        .orElseGet(() -> Claim.unknown(type, ConditionReason.NO_VALUE, "demand is unknown"));
  }

  private static Claim capacity(ScalerPlan plan) {
    if (plan.learned().isPresent()) {
      CapacityLearner.Learned learned = plan.learned().get();
      String text =
          "%.3g (%.3g to %.3g): %s"
              .formatted(learned.perPod(), learned.lower(), learned.upper(), learned.origin());
      return Claim.of(ConditionType.CAPACITY_KNOWN, true, ConditionReason.LEARNED, text);
    }
    boolean known = plan.workload().capacity().isPresent();
    ConditionReason reason = known ? ConditionReason.EXPLICIT : ConditionReason.UNKNOWN_CAPACITY;
    return Claim.of(ConditionType.CAPACITY_KNOWN, known, reason, reason.meaning());
  }

  private static Claim forecast(LastDecision last) {
    ConditionType type = ConditionType.FORECAST_TRUSTED;
    if (last.counts().map(LastDecision.Counts::trusted).orElse(false)) {
      return new Claim(type, "True", "Trusted", "recent forecasts beat both baselines");
    }
    // Serving's own trouble tells more than its consequence.
    return Stream.concat(last.notes().stream(), last.reasons().stream())
        .filter(link -> OF_FORECASTS.contains(link.code()))
        .findFirst()
        .map(link -> new Claim(type, "False", link.code(), link.text()))
        .orElseGet(() -> new Claim(type, "False", "NoForecast", "no forecast took part"));
  }

  private static Claim lead(ScalerPlan plan) {
    ConditionReason reason =
        plan.leadTooLong() ? ConditionReason.LEAD_TOO_LONG : ConditionReason.COVERED;
    return Claim.of(ConditionType.LEAD_TIME_COVERED, !plan.leadTooLong(), reason, reason.meaning());
  }

  private static Claim frozen(ScalerPlan plan) {
    if (plan.frozen().isEmpty() && plan.rolling()) {
      ConditionReason rollout = ConditionReason.ROLLOUT_IN_PROGRESS;
      return Claim.of(ConditionType.FROZEN, true, rollout, rollout.meaning());
    }
    Problem frozen =
        plan.frozen()
            .orElse(new Problem(ConditionReason.NOT_FROZEN, ConditionReason.NOT_FROZEN.meaning()));
    return Claim.of(
        ConditionType.FROZEN, plan.frozen().isPresent(), frozen.reason(), frozen.text());
  }

  private Claim acting(ScalerPlan plan, Optional<LastDeed> deed) {
    ConditionType type = ConditionType.ACTING;
    if (mode.compareTo(plan.mode()) < 0) {
      return Claim.of(
          type,
          mode.compareTo(Mode.CANARY) >= 0,
          ConditionReason.LIMITED,
          ConditionReason.LIMITED.meaning() + ": " + mode.text());
    }
    if (mode == Mode.OBSERVE || mode == Mode.RECOMMEND) {
      return Claim.of(type, false, ConditionReason.OBSERVING, ConditionReason.OBSERVING.meaning());
    }
    if (plan.object().spec().map(PredictiveScalerSpec::actuation).orElse(null)
        == Actuation.METRIC) {
      return Claim.of(type, true, ConditionReason.BY_METRIC, ConditionReason.BY_METRIC.meaning());
    }
    return deed.map(done -> done(type, done))
        .orElseGet(() -> Claim.unknown(type, ConditionReason.STARTING, "nothing was done yet"));
  }

  private static Claim done(ConditionType type, LastDeed done) {
    return new Claim(type, done.acts() ? "True" : "False", done.code(), done.text());
  }

  private static Claim rolledBack(LastActions.RolledBack back) {
    ConditionType type = ConditionType.ROLLED_BACK;
    ConditionReason over = ConditionReason.COOL_DOWN_OVER;
    return switch (back.state()) {
      case HOLDS -> Claim.of(type, true, ConditionReason.SLO_VIOLATED, back.text());
      case OVER -> Claim.of(type, false, over, over.meaning());
      case UNKNOWN -> Claim.unknown(type, ConditionReason.NOTE_UNREADABLE, back.text());
    };
  }

  private ConditionStatus since(Claim claim) {
    String type = claim.type().text();
    String changed =
        earlier.stream()
            .filter(old -> type.equals(old.type()) && claim.status().equals(old.status()))
            .map(ConditionStatus::lastTransitionTime)
            .filter(time -> time != null)
            .findFirst()
            .orElse(now.toString());
    return new ConditionStatus(
        type, claim.status(), claim.reason(), claim.text(), changed, generation);
  }
}
