package io.tidewatch.operator;

import static java.util.stream.Collectors.joining;

import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.operator.actuate.Errand;
import io.tidewatch.operator.actuate.FloorOrder;
import io.tidewatch.operator.actuate.FloorWish;
import io.tidewatch.operator.actuate.ScaleOrder;
import io.tidewatch.operator.actuate.TargetName;
import io.tidewatch.operator.actuate.TargetRaise;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a user allows to be done about one workload.
 *
 * @param way how a decision reaches the workload
 * @param hpa the HPA's name; empty: the one that scales the target
 * @param scaler the resource that says all this, {@code namespace/name}
 * @param terms names its version; a change ends a truce after a fight
 * @param target the utilisation that the user's HPA aims at
 * @param trustedTarget the one in force while forecasts are trusted, if the user allows it
 * @param ttl how long a floor stands without being renewed (wall time)
 * @param truce how long a fight is remembered (wall time)
 * @param held whether a freeze or a pause forbids every change now
 * @param rolling whether a new version is being rolled out: what stands may stay, nothing is added
 * @param keepPods whether no pod may be removed on our account
 */
record Orders(
    Mode mode,
    Way way,
    TargetName of,
    Optional<String> hpa,
    String scaler,
    String terms,
    int min,
    int max,
    double target,
    OptionalDouble trustedTarget,
    Duration ttl,
    Duration truce,
    boolean held,
    boolean rolling,
    boolean keepPods) {
  /** How a decision reaches a workload. */
  enum Way {
    /** By the floor, and if allowed the target, of the HPA that owns it. */
    HPA,
    /** By a metric that the user's HPA reads: nothing is written. */
    METRIC,
    /** By its count: no HPA owns it. */
    SCALE
  }

  Orders {
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(way, "way");
    Objects.requireNonNull(of, "of");
    Objects.requireNonNull(hpa, "hpa");
    Objects.requireNonNull(trustedTarget, "trustedTarget");
  }

  /**
   * What follows from a decision.
   *
   * @param standing whether a floor of ours stands, or may, as far as this process knows
   */
  Errand errand(Decided decided, boolean standing) {
    if (mode == Mode.RECOMMEND && !held && !standing) {
      return advice(decided);
    }
    if (way == Way.HPA) {
      Optional<FloorWish> wish =
          mayWrite() && !held
              ? Optional.of(wish(decided))
              : Optional.of(new FloorWish.Release(false));
      // A look costs a request: without a floor there is nothing that could be let go.
      return wish.filter(asked -> standing || asked instanceof FloorWish.Hold)
          .map(asked -> (Errand) new Errand.Floor(of, hpa, asked))
          .orElseGet(Errand.Idle::new);
    }
    if (way == Way.SCALE && mayWrite() && !held && !rolling) {
      return decided
          .evidence()
          .map(evidence -> (Errand) new Errand.Scale(scale(evidence)))
          .orElseGet(Errand.Idle::new);
    }
    return new Errand.Idle();
  }

  /** Whether the mode lets anything be written at all. */
  boolean mayWrite() {
    return mode == Mode.CANARY || mode == Mode.ACT;
  }

  /** The same while pods come and go for another reason: what stands may stay, nothing is added. */
  Orders whileRolling(boolean moving) {
    return new Orders(
        mode,
        way,
        of,
        hpa,
        scaler,
        terms,
        min,
        max,
        target,
        trustedTarget,
        ttl,
        truce,
        held,
        rolling || moving,
        keepPods);
  }

  /** The same while it is not known whether the target may stay raised: what stands may stay. */
  Orders asItStands() {
    return whileRolling(way == Way.HPA && trustedTarget.isPresent());
  }

  /** The same without the trusted target: floors go on, the user's target is in force. */
  Orders withoutRaise() {
    return new Orders(
        mode,
        way,
        of,
        hpa,
        scaler,
        terms,
        min,
        max,
        target,
        OptionalDouble.empty(),
        ttl,
        truce,
        held,
        rolling,
        keepPods);
  }

  /** What takes back all that stands. */
  Errand release() {
    return way == Way.HPA
        ? new Errand.Floor(of, hpa, new FloorWish.Release(true))
        : new Errand.Idle();
  }

  private FloorWish wish(Decided decided) {
    if (decided.evidence().isEmpty() || rolling) {
      return new FloorWish.Lapse();
    }
    Evidence evidence = decided.evidence().get();
    Outcome outcome = evidence.outcome();
    if (!outcome.trusted()) {
      // A forecast that is missing lowers nothing before its time; one that is there and has lost
      // its trust leaves the HPA as its user wrote it.
      return evidence.inputs().withheld().isPresent()
          ? new FloorWish.Lapse()
          : new FloorWish.Release(false);
    }
    int floor = outcome.floor().orElse(outcome.predicted().orElse(0));
    return new FloorWish.Hold(
        new FloorOrder(
            id(decided), scaler, terms, careful(floor, outcome), raise(evidence), ttl, truce),
        evidence.inputs().demand().isEmpty());
  }

  // What was learned may go less far than the owner allows, never further.
  private Optional<TargetRaise> raise(Evidence evidence) {
    if (mode != Mode.ACT || trustedTarget.isEmpty() || keepPods) {
      return Optional.empty();
    }
    double inForce = evidence.inputs().settings().trustedTarget();
    return TargetRaise.over(target, Math.min(trustedTarget.getAsDouble(), inForce));
  }

  private ScaleOrder scale(Evidence evidence) {
    Outcome outcome = evidence.outcome();
    int all = evidence.inputs().all();
    int wanted = careful(outcome.wanted(), outcome);
    return new ScaleOrder(of, all, keepPods ? Math.max(all, wanted) : wanted, min, max);
  }

  // Only what would change something: an event says what it would be, and why.
  private Errand advice(Decided decided) {
    return decided
        .evidence()
        .filter(evidence -> evidence.outcome().trusted())
        .filter(evidence -> advised(evidence.outcome()) > evidence.hpa().wanted())
        .map(evidence -> (Errand) new Errand.Advise(about(), sentence(evidence)))
        .orElseGet(Errand.Idle::new);
  }

  private static int advised(Outcome outcome) {
    return outcome.floor().orElse(outcome.wanted());
  }

  private static String sentence(Evidence evidence) {
    return "would have at least %d pods now, the HPA alone %d: %s"
        .formatted(
            advised(evidence.outcome()),
            evidence.hpa().wanted(),
            evidence.outcome().reasons().stream().map(Why::text).collect(joining("; ")));
  }

  private Errand.About about() {
    return new Errand.About(
        of.namespace(),
        scaler.substring(scaler.indexOf('/') + 1),
        terms.substring(0, Math.max(0, terms.indexOf('/'))));
  }

  // A canary is at most one pod more than the HPA beside it asks for.
  private int careful(int pods, Outcome outcome) {
    return mode == Mode.CANARY ? Math.min(pods, outcome.hpa() + 1) : pods;
  }

  private static String id(Decided decided) {
    return decided.workload() + "@" + decided.at();
  }
}
