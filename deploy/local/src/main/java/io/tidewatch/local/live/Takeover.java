package io.tidewatch.local.live;

import io.tidewatch.domain.UserException;
import io.tidewatch.local.cluster.Measures;
import io.tidewatch.processes.PrometheusServer;
import io.tidewatch.processes.Supervisor;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * How Tidewatch comes to its side: the past is written into the cluster's Prometheus so that it
 * ends exactly where the load begins, its user says what he allows, and the chart is installed.
 */
final class Takeover {
  // Blocks are made in seconds and found within a minute; a release is Ready in half of one, and
  // needs a step to decide.
  private static final Duration PREPARATION = Duration.ofSeconds(150);
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration LOAD_STARTS_IN = Duration.ofSeconds(6);
  private static final String PAST_QUERY = "count(http_requests_total{pod=~\".*-past\"})";

  private final LivePlan plan;
  private final PastDays past;
  private final PastDays.Learned learned;
  private final OurSide side;
  private final Supervisor children;
  private final Ground ground;
  private final Measures measures;
  private final Path folder;
  private final Clock clock;
  private final List<String> notes = new ArrayList<>();
  private Instant startAt = Instant.MIN;
  private int leadSeconds = Lead.LEAST_SECONDS;
  private boolean trusted;

  Takeover(
      LivePlan plan,
      PastDays past,
      PastDays.Learned learned,
      OurSide side,
      Supervisor children,
      Ground ground,
      Measures measures,
      Path folder,
      Clock clock) {
    this.plan = plan;
    this.past = past;
    this.learned = learned;
    this.side = side;
    this.children = children;
    this.ground = ground;
    this.measures = measures;
    this.folder = folder;
    this.clock = clock;
  }

  /**
   * Returns shortly before the load has to begin.
   *
   * @param starts of the pods so far, from creation to Ready, wall seconds
   */
  void begin(Collection<Double> starts, Consumer<String> told) throws InterruptedException {
    leadSeconds = Lead.seconds(starts, plan.speed());
    startAt = past.aligned(clock.instant().plus(PREPARATION).plus(plan.step()));
    told.accept("the past is written so that it ends at " + startAt + ", when the load begins");
    Path history = folder.resolve("past/live.om");
    past.metrics(startAt).write(history);
    Path data = ground.prometheusData().orElseThrow();
    PrometheusServer.backfill(history, data.resolveSibling("backfill"), data, children);
    awaitPast(told);
    side.start(
        ground.prometheus().orElseThrow(), learned.mlflow(), past.anchors(startAt), leadSeconds);
    told.accept(
        "installed by Helm, its pods are Ready; floors look %d nominal seconds ahead"
            .formatted(leadSeconds));
    Instant latest = startAt.minus(LOAD_STARTS_IN);
    trusted = side.awaitTrust(Duration.between(clock.instant(), latest));
    told.accept(trusted ? "its forecasts are trusted" : "its forecasts are not trusted yet");
    Duration late = Duration.between(latest, clock.instant());
    if (late.toSeconds() > LOAD_STARTS_IN.toSeconds()) {
      notes.add(
          "The load began %d s later than the past had ended, so today is late by %d nominal s."
              .formatted(late.toSeconds(), late.toSeconds() * plan.speed()));
    }
    if (late.isNegative()) {
      Thread.sleep(late.negated().toMillis());
    }
  }

  private void awaitPast(Consumer<String> told) throws InterruptedException {
    Instant early = startAt.minus(plan.step().multipliedBy(1_440));
    Instant deadline = clock.instant().plus(PATIENCE);
    while (measures.instant(PAST_QUERY, early).isEmpty()) {
      if (clock.instant().isAfter(deadline)) {
        throw new UserException(
            "the lab's Prometheus does not show the past",
            "it has not found the blocks in %d s".formatted(PATIENCE.toSeconds()),
            "see prometheus.log of the lab, or race without Tidewatch: --aa");
      }
      told.accept("waiting until Prometheus has found the past");
      Thread.sleep(2_000);
    }
  }

  /** When the load is to begin. */
  Instant startAt() {
    return startAt;
  }

  DecisionBook decisions() {
    return side.decisions();
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  /** Takes the permission back; what then still differs at the HPA. */
  List<String> giveBack(Consumer<String> told) throws InterruptedException {
    side.decisions().look();
    Instant scored = startAt.plus(plan.step().multipliedBy(plan.warmUpSteps()));
    side.decisions()
        .incidents()
        .ifPresent(all -> notes.addAll(new IncidentNotes(plan, scored).of(all)));
    return side.giveBack(told);
  }

  /** What it did. */
  Ours ours(
      Results results, Observer.Seen seen, List<SideResult> measured, List<String> leftBehind) {
    List<OurDecision> decisions = side.decisions().between(results.from(), results.to());
    List<Step> steps =
        measured.stream().filter(of -> of.side().ours()).findFirst().orElseThrow().steps();
    return new Ours(
        learned.about(),
        leadSeconds,
        trusted,
        DecisionBook.trustedShare(decisions, results.from(), plan.step(), plan.steps()),
        decisions,
        HpaChange.of(seen.floor(), seen.target(), steps, plan.step()),
        seen.floor(),
        leftBehind);
  }
}
