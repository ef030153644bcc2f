package io.tidewatch.operator.outcome;

import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.LeaderNotes;
import io.tidewatch.operator.crd.LastActions;
import io.tidewatch.operator.crd.LastActions.RolledBack.State;
import io.tidewatch.operator.incident.Incident;
import io.tidewatch.operator.incident.Incidents;
import io.tidewatch.policy.outcome.RollbackRule;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes roll-backs of raised targets down, knows which hold, and tells people while they do. */
final class RollbackDesk {
  static final String TARGET = "target";

  private static final Logger LOG = LoggerFactory.getLogger(ActionDesk.class);

  private final Timescale timescale;
  private final RollbackBook book;
  private final Function<WorkloadId, Optional<Terms>> terms;
  private final Incidents incidents;
  private volatile String complained = "";

  RollbackDesk(
      Timescale timescale,
      RollbackBook book,
      Function<WorkloadId, Optional<Terms>> terms,
      Incidents incidents) {
    this.timescale = timescale;
    this.book = book;
    this.terms = terms;
    this.incidents = incidents;
  }

  /** From here on the target must not be raised; empty if the workload is nobody's any more. */
  Optional<Rollback> begin(WorkloadId workload, Sight sight) {
    return terms.apply(workload).map(present -> begin(workload, present, sight));
  }

  private Rollback begin(WorkloadId workload, Terms present, Sight sight) {
    Instant now = sight.at();
    int times = book.times(workload, TARGET, now) + 1;
    Duration wait = timescale.wallDuration(RollbackRule.coolDown(present.coolDown(), times));
    String why =
        "the SLO was violated with %d pods ready where the HPA alone would have had %d"
            .formatted(sight.ready(), sight.hpaReady());
    Rollback fresh =
        new Rollback(workload, TARGET, present.version(), now, now.plus(wait), times, why);
    try {
      book.begin(fresh);
    } catch (IOException full) {
      // To leave users suffering for the sake of a full disk would be the greater harm.
      LOG.warn("{}: a restart would forget this roll-back: it is not on disk", workload, full);
    }
    return fresh;
  }

  /** Keeps the book and the note for other leaders in step; what fails is tried again. */
  void exchange(LeaderNotes notes) {
    try {
      book.exchange(notes);
      complained = "";
    } catch (IOException failed) {
      complain(String.valueOf(failed.getMessage()));
    }
  }

  private void complain(String text) {
    if (!text.equals(complained)) {
      LOG.warn("roll-backs are not in step with the Lease: {}", text);
    }
    complained = text;
  }

  /** What may become of a raise of the target now. */
  Raise raise(WorkloadId workload, Instant now) {
    if (holding(workload, now).isPresent()) {
      return Raise.FORBIDDEN;
    }
    return switch (book.earlier()) {
      case UNREAD -> Raise.AS_IT_STANDS;
      case UNREADABLE -> Raise.FORBIDDEN;
      case KNOWN -> Raise.ALLOWED;
    };
  }

  /** What a status tells; empty if there is nothing to tell. */
  Optional<LastActions.RolledBack> seen(WorkloadId workload, Instant now) {
    Optional<Rollback> holds = holding(workload, now);
    if (holds.isEmpty() && book.earlier() == RollbackBook.Earlier.UNREADABLE) {
      return Optional.of(new LastActions.RolledBack(State.UNKNOWN, complained));
    }
    State state = holds.isPresent() ? State.HOLDS : State.OVER;
    return last(workload).map(last -> new LastActions.RolledBack(state, last.sentence()));
  }

  /** The last one, whether or not it holds. */
  Optional<Rollback> last(WorkloadId workload) {
    return book.of(workload, TARGET);
  }

  /** The one because of which the target must not be raised now. */
  Optional<Rollback> holding(WorkloadId workload, Instant now) {
    Optional<Terms> present = terms.apply(workload);
    return last(workload)
        .filter(rollback -> present.filter(it -> rollback.holds(now, it.version())).isPresent());
  }

  /**
   * A state, told again while it lasts; the desk of incidents makes one of it.
   *
   * @param told whether people know of it
   * @return whether they do now
   */
  boolean tell(WorkloadId workload, boolean told, Instant now) {
    Optional<Rollback> holds = holding(workload, now);
    holds.ifPresent(rollback -> incidents.report(incident(rollback)));
    if (told && holds.isEmpty()) {
      incidents.over(key(workload), now, "the cool-down is over");
    }
    return holds.isPresent();
  }

  void gone(WorkloadId workload, Instant now) {
    incidents.over(key(workload), now, "the PredictiveScaler is gone");
  }

  private static Incident.Key key(WorkloadId workload) {
    return new Incident.Key(workload, ActionDesk.ROLLED_BACK, "");
  }

  private static Incident incident(Rollback rollback) {
    return new Incident(
        rollback.workload(),
        ActionDesk.ROLLED_BACK,
        "",
        Incident.Severity.WARNING,
        rollback.workload() + ": the raised target was rolled back",
        List.of(rollback.why(), "roll-backs so far: " + rollback.times()),
        List.of(),
        List.of("the user's target is in force again, the floor stands"),
        "lower hpa.trustedTarget or correct capacity.perPod; a changed spec ends the cool-down",
        rollback.at());
  }
}
