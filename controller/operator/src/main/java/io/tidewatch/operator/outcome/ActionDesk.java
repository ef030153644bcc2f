package io.tidewatch.operator.outcome;

import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.Deed;
import io.tidewatch.operator.actuate.FloorReason;
import io.tidewatch.operator.actuate.FloorView;
import io.tidewatch.operator.actuate.LeaderNotes;
import io.tidewatch.operator.crd.LastActions;
import io.tidewatch.operator.heal.HealNews;
import io.tidewatch.operator.incident.Incidents;
import io.tidewatch.operator.size.SizeNews;
import io.tidewatch.policy.outcome.ActionOutcome;
import io.tidewatch.policy.outcome.FloorOutcome;
import io.tidewatch.policy.outcome.Moment;
import io.tidewatch.policy.outcome.RollbackRule;
import io.tidewatch.policy.outcome.Service;
import io.tidewatch.policy.outcome.TargetOutcome;
import io.tidewatch.policy.simulate.HourOutcome.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
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
 * if users suffer from it. It hears from the loop, the hands, the healer and the sizer, and does no
 * I/O but the book of roll-backs.
 *
 * <p>A floor and a raised target are judged every {@link #WINDOW} while they stand, a restart that
 * long after the eviction, a resize that long after the last pod got it.
 */
public final class ActionDesk {

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

  private static final Set<SizeNews.Kind> RESIZED =
      EnumSet.of(
          SizeNews.Kind.BEGUN,
          SizeNews.Kind.POD,
          SizeNews.Kind.TEMPLATE,
          SizeNews.Kind.DONE,
          SizeNews.Kind.ENDED);

  // A pause of the loop is nobody's pods.
  private static final double LONGEST_SYNC_SECONDS = 60;

  private final Timescale timescale;
  private final RollbackDesk rollbacks;
  private final Function<WorkloadId, Optional<Terms>> terms;
  private final ServiceSource services;
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
    this.rollbacks = new RollbackDesk(timescale, book, terms, incidents);
    this.terms = terms;
    this.services = services;
    this.news = news;
  }

  /** A decision was made; without a sight not even the present count is known. */
  public synchronized void saw(WorkloadId workload, Instant now, Optional<Sight> sight) {
    Followed its = followed.computeIfAbsent(workload, fresh -> new Followed());
    sight.ifPresent(seen -> saw(workload, its, seen));
    close(workload, its, now);
    its.incident = rollbacks.tell(workload, its.incident, now);
  }

  private void saw(WorkloadId workload, Followed its, Sight sight) {
    ServiceSource.Measured measured = services.measured(workload, sight.at());
    its.service = service(workload, measured, sight);
    Moment moment = moment(its, sight);
    its.seen = Optional.of(sight.at());
    // The target's harm is not the floor's, and lasts until the user's target is back.
    boolean raised = its.raised || its.target.isPresent();
    its.floor =
        its.floor.map(window -> raised ? window.plusBlameless(moment) : window.plus(moment));
    its.target = its.target.map(window -> window.plus(moment));
    its.restart = its.restart.map(window -> window.served(moment.service()));
    its.resize = its.resize.map(window -> window.served(moment.service()));
    // What is being taken back already is not taken back again.
    boolean watched = its.raised && !sight.at().isAfter(its.watchUntil);
    if (!watched || rolledBack(workload, sight.at())) {
      its.rule = RollbackRule.WATCHING;
      return;
    }
    its.rule = its.rule.after(moment, measured.at(), timescale.step());
    if (its.rule.due()) {
      rollBack(workload, its, sight);
    }
  }

  private Service service(WorkloadId workload, ServiceSource.Measured measured, Sight sight) {
    return terms
        .apply(workload)
        .map(each -> each.judge(measured, sight.demand()))
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
    rollbacks
        .begin(workload, sight)
        .ifPresent(
            fresh -> {
              its.raised = false;
              its.rule = RollbackRule.WATCHING;
              its.rollingBack = true;
              did(
                  its,
                  new ActionNews(
                      sight.at(),
                      workload,
                      RollbackDesk.TARGET,
                      ROLLED_BACK,
                      fresh.sentence(),
                      Optional.empty()));
            });
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
      String action = view.targetRaised() ? RollbackDesk.TARGET : "floor";
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
      case DETECTED, SYSTEMIC -> {
        its.restart = its.restart.map(window -> window.sick(item.pod()));
        its.resize = its.resize.map(ResizeWindow::withSickPod);
      }
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

  /** Something has happened on the way to another size. */
  public synchronized void heard(SizeNews item) {
    Followed its = followed.computeIfAbsent(item.workload(), fresh -> new Followed());
    if (item.kind() == SizeNews.Kind.POD || item.kind() == SizeNews.Kind.TEMPLATE) {
      Instant until = item.at().plus(timescale.wallDuration(WINDOW));
      its.resize =
          Optional.of(
              its.resize
                  .map(window -> window.until(until))
                  .orElseGet(() -> new ResizeWindow(until, false, its.service, Service.UNKNOWN)));
    }
    ActionNews told =
        new ActionNews(
            item.at(), item.workload(), "resize", item.code(), item.text(), Optional.empty());
    if (RESIZED.contains(item.kind())) {
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
    its.resize
        .filter(window -> !now.isBefore(window.until()))
        .ifPresent(
            window -> {
              its.resize = Optional.empty();
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

  /**
   * Takes over what earlier leaders have rolled back and notes what this one has; asks the API
   * server, so never on the loop's thread.
   */
  public void exchange(LeaderNotes notes) {
    rollbacks.exchange(notes);
  }

  /** What may become of a raise of its target: nothing new before earlier roll-backs are known. */
  public Raise raise(WorkloadId workload, Instant now) {
    return rollbacks.raise(workload, now);
  }

  /** Whether the cool-down of a roll-back is not over. */
  public boolean rolledBack(WorkloadId workload, Instant now) {
    return rollbacks.holding(workload, now).isPresent();
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
    return rollbacks.last(workload).map(Rollback::sentence);
  }

  /** What a status tells. */
  public synchronized LastActions of(WorkloadId workload, Instant now, OptionalInt restarts) {
    Followed its = followed.getOrDefault(workload, new Followed());
    return new LastActions(its.done, its.judged, rollbacks.seen(workload, now), restarts);
  }

  /** Forgets workloads that are gone; their cool-downs end by themselves. */
  public synchronized void leave(Set<WorkloadId> gone, Instant now) {
    gone.forEach(
        workload -> {
          followed.remove(workload);
          rollbacks.gone(workload, now);
        });
  }
}
