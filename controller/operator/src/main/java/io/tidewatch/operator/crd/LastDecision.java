package io.tidewatch.operator.crd;

import io.tidewatch.domain.DecisionRecord.Action;
import io.tidewatch.domain.DecisionRecord.Worth;
import io.tidewatch.operator.crd.status.ReasonLink;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The newest decision about a workload, in the words of a status.
 *
 * @param replicas ready pods as measured
 * @param counts what was decided; empty while nothing can be
 * @param notes what went wrong while collecting
 * @param reasons the chain, the weightiest last
 * @param priced empty while nothing is decided
 */
public record LastDecision(
    Instant at,
    OptionalDouble demand,
    OptionalInt replicas,
    Optional<Counts> counts,
    List<ReasonLink> notes,
    List<ReasonLink> reasons,
    Worth worth,
    Optional<Priced> priced) {
  public LastDecision {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(demand, "demand");
    Objects.requireNonNull(replicas, "replicas");
    Objects.requireNonNull(counts, "counts");
    Objects.requireNonNull(worth, "worth");
    Objects.requireNonNull(priced, "priced");
    notes = List.copyOf(notes);
    reasons = List.copyOf(reasons);
  }

  /**
   * What all decisions were worth with violations priced.
   *
   * @param violationSeconds nominal seconds in which our pods were too few, simulated
   */
  public record Priced(
      double savedPodHours,
      double regretPodHours,
      double regretDollars,
      double violationSeconds,
      double hpaViolationSeconds) {}

  /**
   * What was decided.
   *
   * @param wanted pods that it asks for
   * @param hpa pods that the user's HPA would have
   * @param floor the floor that it sets
   * @param trusted whether the forecast took part
   */
  public record Counts(Action action, int wanted, int hpa, OptionalInt floor, boolean trusted) {}
}
