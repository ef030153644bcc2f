package io.tidewatch.operator.crd;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What was done to a workload lately and how it turned out, in the words of a status.
 *
 * @param restartsToday pods that were replaced within a nominal day, if that is known
 */
public record LastActions(
    Optional<Done> done,
    Optional<Judged> judged,
    Optional<RolledBack> rolledBack,
    OptionalInt restartsToday) {
  /** Of a workload to which nothing was done. */
  public static final LastActions NONE =
      new LastActions(Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty());

  public LastActions {
    Objects.requireNonNull(done, "done");
    Objects.requireNonNull(judged, "judged");
    Objects.requireNonNull(rolledBack, "rolledBack");
    Objects.requireNonNull(restartsToday, "restartsToday");
  }

  /**
   * Something that was done.
   *
   * @param action floor, target, restart
   * @param code a stable reason
   */
  public record Done(Instant at, String action, String code, String text) {}

  /**
   * How something turned out.
   *
   * @param outcome helped, neutral, harmed or unknown
   */
  public record Judged(Instant at, String action, String outcome, String text) {}

  /**
   * A raised target that was taken back.
   *
   * @param text its sentence, or why nobody knows
   */
  public record RolledBack(State state, String text) {
    /** Whether its cool-down lasts. */
    public enum State {
      HOLDS,
      OVER,
      /** What earlier leaders have noted cannot be read. */
      UNKNOWN
    }
  }
}
