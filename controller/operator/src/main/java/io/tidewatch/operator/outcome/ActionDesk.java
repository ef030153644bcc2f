package io.tidewatch.operator.outcome;

import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.Deed;
import io.tidewatch.operator.actuate.FloorReason;
import io.tidewatch.operator.actuate.FloorView;
import io.tidewatch.operator.crd.LastActions;
import io.tidewatch.operator.heal.HealNews;
import io.tidewatch.operator.incident.Incident;
import io.tidewatch.operator.incident.Incidents;
import io.tidewatch.policy.outcome.ActionOutcome;
import io.tidewatch.policy.outcome.FloorOutcome;
import io.tidewatch.policy.outcome.Moment;
import io.tidewatch.policy.outcome.RollbackRule;
import io.tidewatch.policy.outcome.Service;
import io.tidewatch.policy.outcome.TargetOutcome;
import io.tidewatch.policy.simulate.HourOutcome.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows each action until its window is over, judges it, and takes a raised target back at once
 * if users suffer from it. It hears from the loop, the hands and the healer, and does no I/O but
 * the book of roll-backs.
 *
 * <p>A floor and a raised target are judged every {@link #WINDOW} while they stand, a restart that
 * long after the eviction.
 */
public final class ActionDesk {
  private static final String TARGET = "target";

  /** The code of a roll-back. */
  public static final String ROLLED_BACK = "RolledBack";

  static final Duration WINDOW = Duration.ofMinutes(10);

  private static final Logger LOG = LoggerFactory.getLogger(ActionDesk.class);

  private static final Set<HealNews.Kind> DONE =
      EnumSet.of(
          HealNews.Kind.BEGUN,
          HealNews.Kind.EVICTED,
          HealNews.Kind.REPLACED,
          HealNews.Kind.REFUSED);

  // A pause of the loop is nobody's pods.
  private static final double LONGEST_SYNC_SECONDS = 60;

  private final Timescale timescale;
  private final RollbackBook book;
  private final Function<WorkloadId, Optional<Terms>> terms;
  private final ServiceSource services;
  private final Incidents incidents;
  private final Consumer<ActionNews> news;
  private final Map<WorkloadId, Followed> followed = new HashMap<>();

  /**
   * @param terms what the PredictiveScaler of a workload says now
   * @param news hears of roll-backs, restarts and outcomes; must return at once
   */
  public ActionDesk(
      Timescale timescale,
      RollbackBook book,
      Function<WorkloadId, Optional<Terms>> terms,
      ServiceSource services,
      Incidents incidents,
      Consumer<ActionNews> news) {
    this.timescale = timescale;
    this.book = book;
    this.terms = terms;
    this.services = services;
    this.incidents = incidents;
    this.news = news;
  }

  /** A decision was made; without a sight not even the present count is known. */
  public synchronized void saw(WorkloadId workload, Instant now, Optional<Sight> sight) {
    Followed its = followed.computeIfAbsent(workload, fresh -> new Followed());
    sight.ifPresent(seen -> saw(workload, its, seen));
    close(workload, its, now);
    tellPeople(workload, its, now);
  }

  private void saw(WorkloadId workload, Followed its, Sight sight) {
    its.service = service(workload, sight);
    Moment moment = moment(its, sight);
    its.seen = Optional.of(sight.at());
    its.floor = its.floor.map(window -> window.plus(moment));
    its.target = its.target.map(window -> window.plus(moment));
    its.restart = its.restart.map(window -> window.served(moment.service()));
    // What is being taken back already is not taken back again.
    boolean watched = its.raised && !sight.at().isAfter(its.watchUntil);
    if (!watched || rolledBack(workload, sight.at())) {
      its.rule = RollbackRule.WATCHING;
      return;
    }
    its.rule = its.rule.after(moment);
    if (its.rule.due()) {
      rollBack(workload, its, sight);
    }
  }

  private Service service(WorkloadId workload, Sight sight) {
    ServiceSource.Measured measured = services.measured(workload, sight.at());
    return terms
        .apply(workload)
        .map(each -> each.levels().judge(measured.latency(), measured.errors(), sight.demand()))
        .orElse(Service.UNKNOWN);
  }

  private Moment moment(Followed its, Sight sight) {
    Instant nominal = timescale.nominal(sight.at());
    double seconds =
        its.seen
            .map(last -> Duration.between(timescale.nominal(last), nominal).toMillis() / 1e3)
            .map(passed -> Math.min(LONGEST_SYNC_SECONDS, Math.max(0, passed)))
            .orElse(0.0);
    return new Moment(
        seconds,
        sight.load(),
        sight.ready(),
        sight.all(),
        sight.hpaReady(),
        sight.hpaAll(),
        its.service);
  }

  private void rollBack(WorkloadId workload, Followed its, Sight sight) {
    Optional<Terms> present = terms.apply(workload);
    if (present.isEmpty()) {
      return;
    }
    Instant now = sight.at();
    int times = book.times(workload, TARGET, now) + 1;
    Duration wait = timescale.wallDuration(RollbackRule.coolDown(present.get().coolDown(), times));
    String why =
        "the SLO was violated with %d pods ready where the HPA alone would have had %d"
            .formatted(sight.ready(), sight.hpaReady());
    Rollback fresh =
        new Rollback(workload, TARGET, present.get().version(), now, now.plus(wait), times, why);
    try {
      book.begin(fresh);
    } catch (IOException full) {
      // To leave users suffering for the sake of a full disk would be the greater harm.
      LOG.warn(
          "{}: the roll-back is not on disk and would be forgotten by a restart", workload, full);
    }
    its.raised = false;
    its.rule = RollbackRule.WATCHING;
    its.rollingBack = true;
    did(
        its,
        new ActionNews(now, workload, TARGET, ROLLED_BACK, fresh.sentence(), Optional.empty()));
  }

  /** Something was done about a workload, or could not be. */
  public synchronized void done(WorkloadId workload, Deed deed, Instant now) {
    if (deed.trouble()) {
      return;
    }
    Followed its = followed.computeIfAbsent(workload, fresh -> new Followed());
    if (deed.code().equals(FloorReason.NOT_LEADER.code())) {
      // Another replica follows what stands.
      followed.remove(workload);
      return;
    }
    if (deed.floor().isEmpty()) {
      its.raised = false;
      its.floor.ifPresent(window -> judgeFloor(workload, its, window, now));
      its.target.ifPresent(window -> judgeTarget(workload, its, window, now));
      return;
    }
    stands(workload, its, deed, deed.floor().get(), now);
  }

  private void stands(WorkloadId workload, Followed its, Deed deed, FloorView view, Instant now) {
    boolean written = deed.code().equals(FloorReason.FLOOR_SET.code());
    Instant until = now.plus(timescale.wallDuration(WINDOW));
    if (its.floor.isEmpty() && view.minReplicas() > view.original()) {
      its.floor = Optional.of(ScaleWindow.open(until));
    }
    if (view.targetRaised() && (written || !its.raised)) {
      Duration watch = terms.apply(workload).map(Terms::watch).orElse(WINDOW);
      its.watchUntil = now.plus(timescale.wallDuration(watch));
    }
    its.raised = view.targetRaised();
    if (its.raised && its.target.isEmpty()) {
      its.target = Optional.of(ScaleWindow.open(until));
    }
    if (!its.raised) {
      its.target.ifPresent(window -> judgeTarget(workload, its, window, now));
    }
    if (written) {
      String action = view.targetRaised() ? TARGET : "floor";
      its.done = Optional.of(new LastActions.Done(now, action, deed.code(), deed.text()));
    }
  }

  /** Something has happened on the way to a restart. */
  public synchronized void heard(HealNews item) {
    Followed its = followed.computeIfAbsent(item.workload(), fresh -> new Followed());
    switch (item.kind()) {
      case EVICTED -> {
        Instant until = item.at().plus(timescale.wallDuration(WINDOW));
        its.restart =
            Optional.of(
                new RestartWindow(item.pod(), until, false, false, its.service, Service.UNKNOWN));
      }
      case REPLACED ->
          its.restart =
              its.restart.map(
                  window -> item.pod().equals(window.pod()) ? window.withReplacement() : window);
      case DETECTED, SYSTEMIC -> its.restart = its.restart.map(window -> window.sick(item.pod()));
      case ADVISED, BEGUN, REFUSED -> {
        // Nothing was done to a pod yet, or at all.
      }
    }
    String text = item.pod().isEmpty() ? item.text() : item.pod() + ": " + item.text();
    ActionNews told =
        new ActionNews(item.at(), item.workload(), "restart", item.code(), text, Optional.empty());
    if (DONE.contains(item.kind())) {
      did(its, told);
    } else {
      news.accept(told);
    }
  }

  private void close(WorkloadId workload, Followed its, Instant now) {
    its.floor
        .filter(window -> !now.isBefore(window.until()))
        .ifPresent(window -> judgeFloor(workload, its, window, now));
    its.target
        .filter(window -> !now.isBefore(window.until()))
        .ifPresent(window -> judgeTarget(workload, its, window, now));
    its.restart
        .filter(window -> !now.isBefore(window.until()))
        .ifPresent(
            window -> {
              its.restart = Optional.empty();
              judged(workload, its, window.outcome(), now);
            });
  }

  private void judgeFloor(WorkloadId workload, Followed its, ScaleWindow window, Instant now) {
    its.floor = Optional.empty();
    judged(workload, its, new FloorOutcome(window.tally(), its.target.isPresent()), now);
  }

  private void judgeTarget(WorkloadId workload, Followed its, ScaleWindow window, Instant now) {
    its.target = Optional.empty();
    judged(workload, its, new TargetOutcome(window.tally()), now);
  }

  private void judged(WorkloadId workload, Followed its, ActionOutcome outcome, Instant now) {
    Verdict verdict = outcome.verdict();
    LOG.info("{}: {} {}: {}", workload, outcome.action(), verdict.text(), outcome.why());
    its.judged =
        Optional.of(new LastActions.Judged(now, outcome.action(), verdict.text(), outcome.why()));
    news.accept(
        new ActionNews(
            now, workload, outcome.action(), "Judged", outcome.why(), Optional.of(verdict)));
  }

  private void did(Followed its, ActionNews item) {
    its.done =
        Optional.of(new LastActions.Done(item.at(), item.action(), item.code(), item.text()));
    news.accept(item);
  }

  // A state, told again while it lasts; the desk of incidents makes one of it.
  private void tellPeople(WorkloadId workload, Followed its, Instant now) {
    Optional<Rollback> holds = holding(workload, now);
    if (holds.isPresent()) {
      its.incident = true;
      incidents.report(incident(holds.get()));
      return;
    }
    if (its.incident) {
      its.incident = false;
      incidents.over(new Incident.Key(workload, ROLLED_BACK, ""), now, "the cool-down is over");
    }
  }

  private static Incident incident(Rollback rollback) {
    return new Incident(
        rollback.workload(),
        ROLLED_BACK,
        "",
        Incident.Severity.WARNING,
        rollback.workload() + ": the raised target was rolled back",
        List.of(rollback.why(), "roll-backs so far: " + rollback.times()),
        List.of(),
        List.of("the user's target is in force again, the floor stands"),
        "lower hpa.trustedTarget or correct capacity.perPod; a changed spec ends the cool-down",
        rollback.at());
  }

  /** Whether a raised target must not be set now. */
  public boolean rolledBack(WorkloadId workload, Instant now) {
    return holding(workload, now).isPresent();
  }

  private Optional<Rollback> holding(WorkloadId workload, Instant now) {
    Optional<Terms> present = terms.apply(workload);
    return book.of(workload, TARGET)
        .filter(last -> present.filter(each -> last.holds(now, each.version())).isPresent());
  }

  /** The sentence of a roll-back that the API server has carried out; only once. */
  public synchronized Optional<String> toBeTold(WorkloadId workload, Deed deed) {
    Followed its = followed.get(workload);
    boolean carriedOut =
        its != null
            && its.rollingBack
            && !deed.trouble()
            && deed.floor().filter(FloorView::targetRaised).isEmpty();
    if (!carriedOut) {
      return Optional.empty();
    }
    its.rollingBack = false;
    return book.of(workload, TARGET).map(Rollback::sentence);
  }

  /** What a status tells. */
  public synchronized LastActions of(WorkloadId workload, Instant now, OptionalInt restarts) {
    Followed its = followed.getOrDefault(workload, new Followed());
    return new LastActions(
        its.done,
        its.judged,
        book.of(workload, TARGET)
            .map(last -> new LastActions.RolledBack(rolledBack(workload, now), last.sentence())),
        restarts);
  }

  /** Forgets workloads that are gone; their cool-downs end by themselves. */
  public synchronized void leave(Set<WorkloadId> gone, Instant now) {
    gone.forEach(
        workload -> {
          followed.remove(workload);
          incidents.over(new Incident.Key(workload, ROLLED_BACK, ""), now, "it is gone");
        });
  }
}
