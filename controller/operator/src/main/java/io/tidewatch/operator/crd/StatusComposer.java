package io.tidewatch.operator.crd;

import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.DecisionRecord.Worth;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.crd.status.ActionStatus;
import io.tidewatch.operator.crd.status.ConditionStatus;
import io.tidewatch.operator.crd.status.DecisionStatus;
import io.tidewatch.operator.crd.status.OutcomeStatus;
import io.tidewatch.operator.crd.status.PredictiveScalerStatus;
import io.tidewatch.operator.crd.status.ReasonLink;
import io.tidewatch.operator.crd.status.WorthStatus;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Says in a status what became of a PredictiveScaler.
 *
 * @param limit the mode that the controller itself may not go beyond
 * @param sizes what was said about the size of a workload's pods last
 */
public record StatusComposer(Mode limit, Function<WorkloadId, Optional<LastDeed>> sizes) {
  private static final MathContext THREE_DIGITS = new MathContext(3);

  /** Where nobody sizes pods. */
  StatusComposer(Mode limit) {
    this(limit, workload -> Optional.empty());
  }

  /**
   * The status at a time.
   *
   * @param last the newest decision, once there is one
   * @param deed what was done last, where the mode allows that
   * @param actions what was done to it lately
   * @param before the status so far: it knows since when conditions hold
   */
  public PredictiveScalerStatus compose(
      ScalerEntry entry,
      Optional<LastDecision> last,
      Optional<LastDeed> deed,
      LastActions actions,
      Optional<PredictiveScalerStatus> before,
      Instant now) {
    Instant second = now.truncatedTo(ChronoUnit.SECONDS);
    List<ConditionStatus> earlier =
        before.map(PredictiveScalerStatus::conditions).orElse(List.of());
    Conditions conditions =
        new Conditions(
            entry.object().generation(),
            mode(entry),
            second,
            earlier == null ? List.of() : earlier);
    Optional<LastDecision> decided = entry.plan().flatMap(plan -> last);
    Optional<LastDeed> size = entry.plan().flatMap(plan -> sizes.apply(plan.workload().workload()));
    List<ConditionStatus> all = conditions.of(entry, decided, deed, size, actions);
    ReasonLink headline = headline(all.get(0), decided);
    WorthStatus kept = before.map(PredictiveScalerStatus::worth).orElse(null);
    return new PredictiveScalerStatus(
        entry.object().generation(),
        mode(entry),
        headline.code(),
        headline.text(),
        second.toString(),
        decided.map(each -> decision(each, deed)).orElse(null),
        decided.map(LastDecision::worth).map(StatusComposer::worth).orElse(kept),
        actions
            .done()
            .map(StatusComposer::action)
            .or(() -> before.map(PredictiveScalerStatus::lastAction))
            .orElse(null),
        actions
            .judged()
            .map(StatusComposer::outcome)
            .or(() -> before.map(PredictiveScalerStatus::lastOutcome))
            .orElse(null),
        boxed(actions.restartsToday()),
        all);
  }

  private Mode mode(ScalerEntry entry) {
    Mode asked = entry.plan().map(ScalerPlan::mode).orElse(Mode.OBSERVE);
    return asked.compareTo(limit) <= 0 ? asked : limit;
  }

  /** What stops it; if nothing does, what decided. */
  private static ReasonLink headline(ConditionStatus ready, Optional<LastDecision> decided) {
    List<ReasonLink> chain = decided.map(LastDecision::reasons).orElse(List.of());
    if (!"True".equals(ready.status()) || chain.isEmpty()) {
      return new ReasonLink(ready.reason(), ready.message());
    }
    return chain.get(chain.size() - 1);
  }

  private static DecisionStatus decision(LastDecision last, Optional<LastDeed> deed) {
    Optional<LastDecision.Counts> counts = last.counts();
    return new DecisionStatus(
        last.at().truncatedTo(ChronoUnit.SECONDS).toString(),
        counts.map(LastDecision.Counts::action).orElse(null),
        boxed(last.replicas()),
        counts.map(LastDecision.Counts::wanted).orElse(null),
        counts.map(LastDecision.Counts::hpa).orElse(null),
        deed.map(LastDeed::floor)
            .or(() -> counts.map(LastDecision.Counts::floor))
            .map(StatusComposer::boxed)
            .orElse(null),
        counts.map(LastDecision.Counts::trusted).orElse(null),
        rounded(last.demand()),
        Stream.concat(last.notes().stream(), last.reasons().stream()).toList());
  }

  private static ActionStatus action(LastActions.Done done) {
    return new ActionStatus(
        done.at().truncatedTo(ChronoUnit.SECONDS).toString(),
        done.action(),
        done.code(),
        done.text());
  }

  private static OutcomeStatus outcome(LastActions.Judged judged) {
    return new OutcomeStatus(
        judged.at().truncatedTo(ChronoUnit.SECONDS).toString(),
        judged.action(),
        judged.outcome(),
        judged.text());
  }

  private static WorthStatus worth(Worth worth) {
    return new WorthStatus(
        rounded(worth.savedPodHours(), 1),
        rounded(worth.regretPodHours(), 1),
        rounded(worth.savedDollars(), 2));
  }

  private static Integer boxed(OptionalInt count) {
    return count.isPresent() ? count.getAsInt() : null;
  }

  private static Double rounded(OptionalDouble value) {
    return value.isPresent()
        ? new BigDecimal(value.getAsDouble()).round(THREE_DIGITS).doubleValue()
        : null;
  }

  private static Double rounded(double value, int digits) {
    return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).doubleValue();
  }
}
