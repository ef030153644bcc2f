package io.tidewatch.operator;

import io.tidewatch.domain.DecisionRecord;
import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.DecisionRecord.Observed;
import io.tidewatch.domain.DecisionRecord.Worth;
import io.tidewatch.domain.Forecast;
import io.tidewatch.domain.WorkloadSpec;
import io.tidewatch.policy.HpaState;
import io.tidewatch.policy.PolicyState;
import io.tidewatch.policy.Reason;
import io.tidewatch.policy.ReasonCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Controls one workload. While nothing is changed our pods are as virtual as the HPA's: both start
 * from what is really ready and then follow their own wishes on the measured demand. Where
 * decisions reach the workload, ours are those that are really there.
 */
final class WorkloadControl {
  private static final Duration RESUMABLE = Duration.ofMinutes(10);

  private final WorkloadRules rules;
  private final TrustBook trust;
  private Optional<Sides> sides = Optional.empty();
  private Ledger ledger = Ledger.empty();
  private Optional<FrozenFloor> frozen = Optional.empty();
  private Optional<Forecast> forecast = Optional.empty();
  private Optional<Forecast> challenger = Optional.empty();
  private Optional<Why> noForecast = Optional.empty();
  private OptionalDouble usualDemand = OptionalDouble.empty();
  private LearnedParameters.Offer offer = LearnedParameters.Offer.none("none were asked for");
  private ParametersInForce parameters;

  WorkloadControl(WorkloadRules rules) {
    this(rules, new TrustBook(rules.timescale(), rules.leadSteps()));
  }

  private WorkloadControl(WorkloadRules rules, TrustBook trust) {
    this.rules = rules;
    this.trust = trust;
    this.parameters = ParametersInForce.of(rules, offer);
  }

  /**
   * The same workload under other rules. What was learned about its demand lives on as long as
   * demand is the same query; counts live on unless the policy remembers them in another way.
   */
  WorkloadControl under(WorkloadRules other) {
    boolean sameDemand = spec().demand().equals(other.spec().demand());
    boolean sameLead = rules.leadSteps() == other.leadSteps();
    WorkloadControl next =
        sameDemand && sameLead ? new WorkloadControl(other, trust) : new WorkloadControl(other);
    next.ledger = ledger;
    if (sameDemand) {
      next.forecast = forecast;
      next.noForecast = noForecast;
      next.usualDemand = usualDemand;
    }
    boolean samePolicy = rules.settings().equals(other.settings());
    next.sides = samePolicy ? sides : sides.map(at -> at.under(other));
    return next;
  }

  WorkloadRules rules() {
    return rules;
  }

  /** Both sides of the comparison: pods and memory. */
  private record Sides(VirtualPods ours, PolicyState state, VirtualPods hpas, HpaState hpaState) {
    static Sides starting(int ours, int hpas) {
      return new Sides(
          VirtualPods.ready(ours),
          PolicyState.starting(ours),
          VirtualPods.ready(hpas),
          HpaState.starting(hpas));
    }

    /** The counts within other bounds; the memory of either policy begins anew. */
    Sides under(WorkloadRules rules) {
      return starting(
          rules.settings().hpa().clamp(ours.all()), rules.settings().hpa().clamp(hpas.all()));
    }

    Sides at(Instant nominal) {
      return new Sides(ours.at(nominal), state, hpas.at(nominal), hpaState);
    }

    /** Ours as they are seen; who cannot see them goes on with those that were asked for. */
    Sides seen(OptionalInt ready) {
      return ready.isEmpty() ? this : new Sides(ours.seen(ready.getAsInt()), state, hpas, hpaState);
    }
  }

  WorkloadSpec spec() {
    return rules.spec();
  }

  /** Goes on from the last decision before a restart; counts that are too old are forgotten. */
  void resume(DecisionRecord last, Instant now) {
    resume(last, Ledger.Carried.NOTHING, now);
  }

  /** As above, with the sums that a record does not have. */
  void resume(DecisionRecord last, Ledger.Carried worth, Instant now) {
    ledger = Ledger.carried(last.worth().savedPodHours(), last.worth().regretPodHours(), worth);
    Duration away = Duration.between(last.at(), now);
    if (away.compareTo(rules.timescale().wallDuration(RESUMABLE)) <= 0) {
      sides = last.replicas().map(count -> Sides.starting(count.wanted(), count.hpa()));
    }
  }

  /** Once a step: scores what has come true and takes the new forecast, if there is one. */
  void learn(StepSight sight) {
    usualDemand = sight.usualDemand();
    trust.truth(sight.step(), sight.settled().value(), sight.yesterday().value());
    noForecast = sight.answer().problem();
    if (sight.answer().forecast().isPresent()) {
      forecast = sight.answer().forecast();
      challenger = sight.answer().challenger();
      trust.forecast(forecast.get(), sight.answer().heldOut(), usual(forecast.get().level()));
    }
  }

  /** Decides by what is offered from now on, as far as that is sane and allowed. */
  void take(LearnedParameters.Offer present) {
    if (!offer.equals(present)) {
      offer = present;
      parameters = ParametersInForce.of(rules, offer);
    }
  }

  /** Every 15 nominal seconds. */
  Decided decide(Instant now, Reading demand, Reading ready, Mode mode) {
    Instant nominal = rules.timescale().nominal(now);
    Observed observed = new Observed(demand.value(), rules.count(ready));
    sides = sides.or(() -> rules.start(observed).map(count -> Sides.starting(count, count)));
    List<Why> notes = new ArrayList<>(notes(demand, ready));
    if (sides.isEmpty()) {
      notes.add(Why.unknownReplicas());
      return decided(now, mode, observed, notes, Optional.empty());
    }
    Sides before = sides.get().at(nominal);
    if (mode.compareTo(Mode.CANARY) >= 0) {
      before = before.seen(observed.readyReplicas());
    }
    Ledger.Stood stood = rules.stood(before.ours(), before.hpas(), demand.value());
    ledger = ledger.until(nominal, stood, rules.settings().kappa());
    DecisionInputs inputs = inputs(now, nominal, before, demand.value());
    Outcome outcome = Decider.decide(inputs);
    HpaShadow hpa =
        HpaShadow.sync(
            rules.settings().hpa(), before.hpaState(), rules.load(demand.value()), before.hpas());
    apply(nominal, before, inputs, outcome, hpa);
    Optional<Forecast> rival = inputs.forecast().flatMap(fresh -> challenger);
    Evidence evidence =
        new Evidence(
            inputs,
            rival.map(Digest::prediction),
            outcome,
            hpa,
            ledger,
            notes,
            AliasReplicas.of(inputs, rival),
            spec().costPerPodHour(),
            OptionalDouble.of(rules.settings().kappa()));
    return decided(now, mode, observed, notes, Optional.of(evidence));
  }

  private Decided decided(
      Instant now, Mode mode, Observed observed, List<Why> notes, Optional<Evidence> evidence) {
    return new Decided(
        now, spec().workload(), mode, observed, notes, parameters.why(), worth(), evidence);
  }

  private DecisionInputs inputs(Instant now, Instant nominal, Sides before, OptionalDouble demand) {
    Optional<Forecast> fresh = forecast.filter(made -> rules.fresh(made, now));
    Optional<Reason> withheld = fresh.isPresent() ? Optional.empty() : Optional.of(withheld(now));
    OptionalInt floor = OptionalInt.empty();
    if (withheld.isPresent() && frozen.isPresent() && frozen.get().standsAt(nominal)) {
      floor = OptionalInt.of(frozen.get().pods());
    }
    return new DecisionInputs(
        parameters.settings(),
        rules.leadSteps(),
        before.state(),
        demand,
        before.ours().ready(),
        before.ours().all(),
        rules.capacity(),
        usual(demand.orElse(0)),
        trust.gate(),
        fresh,
        withheld,
        floor);
  }

  private Reason withheld(Instant now) {
    return forecast
        .map(
            made ->
                new Reason(ReasonCode.STALE, Duration.between(made.featureTime(), now).toSeconds()))
        .orElse(new Reason(ReasonCode.NO_FORECAST, 0));
  }

  private void apply(
      Instant nominal, Sides before, DecisionInputs inputs, Outcome outcome, HpaShadow hpa) {
    Duration startUp = rules.startUp();
    sides =
        Optional.of(
            new Sides(
                before.ours().scaledTo(outcome.wanted(), nominal, startUp),
                outcome.next(),
                before.hpas().scaledTo(hpa.wanted(), nominal, startUp),
                hpa.next()));
    if (outcome.trusted()) {
      int pods = outcome.floor().orElse(outcome.predicted().orElse(0));
      frozen = Optional.of(FrozenFloor.set(pods, nominal));
    } else if (inputs.withheld().isEmpty()) {
      // The forecast is there and has lost its trust: from here this is the user's HPA.
      frozen = Optional.empty();
    }
  }

  private List<Why> notes(Reading demand, Reading ready) {
    Optional<Why> missingReady =
        spec().readyReplicas().isPresent() ? ready.problem() : Optional.empty();
    return Stream.of(demand.problem(), missingReady, noForecast).flatMap(Optional::stream).toList();
  }

  private double usual(double otherwise) {
    double mean = usualDemand.orElse(otherwise);
    return Double.isFinite(mean) && mean > 0 ? mean : 0;
  }

  private Worth worth() {
    double saved = ledger.savedPodHours();
    return new Worth(saved, ledger.regretPodHours(), saved * spec().costPerPodHour());
  }
}
