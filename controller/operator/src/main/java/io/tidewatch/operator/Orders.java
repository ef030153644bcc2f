package io.tidewatch.operator;

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
 * @param held whether a freeze, a pause or a change window forbids every change now
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
    boolean held) {
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
   * @param standing whether a floor of ours stands, as far as this process knows
   */
  Errand errand(Decided decided, boolean standing) {
    boolean mayWrite = mode == Mode.CANARY || mode == Mode.ACT;
    if (way == Way.HPA) {
      Optional<FloorWish> wish =
          mayWrite && !held ? Optional.of(wish(decided)) : Optional.of(new FloorWish.Release());
      // A look costs a request: without a floor there is nothing that could be let go.
      return wish.filter(asked -> standing || asked instanceof FloorWish.Hold)
          .map(asked -> (Errand) new Errand.Floor(of, hpa, asked))
          .orElseGet(Errand.Idle::new);
    }
    if (way == Way.SCALE && mayWrite && !held) {
      return decided
          .evidence()
          .map(evidence -> (Errand) new Errand.Scale(scale(evidence)))
          .orElseGet(Errand.Idle::new);
    }
    return new Errand.Idle();
  }

  private FloorWish wish(Decided decided) {
    if (decided.evidence().isEmpty()) {
      return new FloorWish.Lapse();
    }
    Evidence evidence = decided.evidence().get();
    Outcome outcome = evidence.outcome();
    if (!outcome.trusted()) {
      // A forecast that is missing lowers nothing before its time; one that is there and has lost
      // its trust leaves the HPA as its user wrote it.
      return evidence.inputs().withheld().isPresent()
          ? new FloorWish.Lapse()
          : new FloorWish.Release();
    }
    int floor = outcome.floor().orElse(outcome.predicted().orElse(0));
    Optional<TargetRaise> raise = Optional.empty();
    if (mode == Mode.ACT && trustedTarget.isPresent()) {
      raise = TargetRaise.over(target, trustedTarget.getAsDouble());
    }
    return new FloorWish.Hold(
        new FloorOrder(id(decided), scaler, terms, careful(floor, outcome), raise, ttl, truce));
  }

  private ScaleOrder scale(Evidence evidence) {
    Outcome outcome = evidence.outcome();
    return new ScaleOrder(
        of, evidence.inputs().all(), careful(outcome.wanted(), outcome), min, max);
  }

  // A canary is at most one pod more than the HPA beside it asks for.
  private int careful(int pods, Outcome outcome) {
    return mode == Mode.CANARY ? Math.min(pods, outcome.hpa() + 1) : pods;
  }

  private static String id(Decided decided) {
    return decided.workload() + "@" + decided.at();
  }
}
