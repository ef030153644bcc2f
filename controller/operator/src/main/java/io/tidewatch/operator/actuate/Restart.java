package io.tidewatch.operator.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * The replacement of one pod, step by step: a workload of a single pod first gets a second one (+1,
 * Ready, evict, Ready, −1), any other is covered by its disruption budget.
 *
 * <p>The state is derived from what is seen, so a process that died in the middle begins at the
 * phase the cluster is in: an eviction names its pod by uid and is asked for twice without harm,
 * and the pod more is a floor that ends by itself.
 *
 * @param pods the count before
 * @param notBefore when the next eviction may be asked for
 * @param pauses how many steps to wait after the next refusal
 */
record Restart(
    Phase phase, int pods, Instant deadline, Instant notBefore, int pauses, RestartReason why) {
  private static final int MOST_PAUSES = 16;

  /** Where it stands. */
  enum Phase {
    SURGING,
    EVICTING,
    REPLACING,
    SETTLED,
    REFUSED
  }

  /** What is to be done now. */
  enum Step {
    WAIT,
    /** See that there is one pod more than before. */
    HOLD_ONE_MORE,
    EVICT,
    /** Let the pod more go. */
    LET_GO
  }

  Restart {
    Objects.requireNonNull(phase, "phase");
    Objects.requireNonNull(why, "why");
  }

  /**
   * @param patience how long pods may take to become ready
   */
  static Restart begin(RestartSight sight, Instant now, Duration patience) {
    boolean single = sight.wanted() <= 1;
    if (single && sight.wanted() + 1 > sight.max()) {
      return refused(sight, now, RestartReason.NO_ROOM_FOR_SURGE);
    }
    Phase first = single ? Phase.SURGING : Phase.EVICTING;
    return new Restart(first, sight.wanted(), now.plus(patience), now, 1, RestartReason.UNDER_WAY);
  }

  /** What follows from a look. */
  Restart after(RestartSight sight, Instant now, Duration patience, Duration step) {
    return switch (phase) {
      case SURGING -> surged(sight, now, patience);
      case EVICTING -> evicted(sight, now, patience, step);
      case REPLACING -> replaced(sight, now);
      case SETTLED, REFUSED -> this;
    };
  }

  /** Not to be gone on with; what has been asked for already is waited for. */
  Restart abandoned(RestartReason reason) {
    return phase == Phase.SURGING || phase == Phase.EVICTING ? ended(reason) : this;
  }

  boolean over() {
    return phase == Phase.SETTLED || phase == Phase.REFUSED;
  }

  Step step(Instant now) {
    return switch (phase) {
      case SURGING -> Step.HOLD_ONE_MORE;
      case EVICTING -> now.isBefore(notBefore) ? Step.WAIT : Step.EVICT;
      case REPLACING -> Step.WAIT;
      case SETTLED, REFUSED -> pods <= 1 ? Step.LET_GO : Step.WAIT;
    };
  }

  private Restart surged(RestartSight sight, Instant now, Duration patience) {
    if (!sight.victimThere()) {
      return in(Phase.REPLACING, now.plus(patience));
    }
    // The sick pod may count as ready: the new one must be there besides.
    if (sight.ready() > pods) {
      return in(Phase.EVICTING, now.plus(patience));
    }
    return now.isBefore(deadline) ? this : ended(RestartReason.SURGE_NOT_READY);
  }

  private Restart evicted(RestartSight sight, Instant now, Duration patience, Duration step) {
    boolean leaves = sight.answer().map(answer -> answer.reason().leaves()).orElse(false);
    if (leaves || !sight.victimThere()) {
      return in(Phase.REPLACING, now.plus(patience));
    }
    if (sight.answer().isEmpty()) {
      return this;
    }
    Evictor.Result refusal = sight.answer().get();
    if (!refusal.reason().later()) {
      return ended(RestartReason.of(refusal.reason()));
    }
    if (!now.isBefore(deadline)) {
      return ended(RestartReason.of(refusal.reason()));
    }
    Duration pause = step.multipliedBy(pauses);
    Duration asked = refusal.retryAfter().orElse(Duration.ZERO);
    Instant next = now.plus(asked.compareTo(pause) > 0 ? asked : pause);
    return new Restart(
        phase,
        pods,
        deadline,
        next,
        Math.min(MOST_PAUSES, pauses * 2),
        RestartReason.of(refusal.reason()));
  }

  private Restart replaced(RestartSight sight, Instant now) {
    if (!sight.victimThere() && sight.ready() >= pods) {
      return new Restart(Phase.SETTLED, pods, deadline, notBefore, pauses, RestartReason.REPLACED);
    }
    return now.isBefore(deadline) ? this : ended(RestartReason.REPLACEMENT_NOT_READY);
  }

  private Restart in(Phase next, Instant until) {
    return new Restart(next, pods, until, notBefore, 1, RestartReason.UNDER_WAY);
  }

  private Restart ended(RestartReason reason) {
    return new Restart(Phase.REFUSED, pods, deadline, notBefore, pauses, reason);
  }

  private static Restart refused(RestartSight sight, Instant now, RestartReason reason) {
    return new Restart(Phase.REFUSED, sight.wanted(), now, now, 1, reason);
  }
}
