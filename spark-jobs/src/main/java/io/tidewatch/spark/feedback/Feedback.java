package io.tidewatch.spark.feedback;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.Progress;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.spark.table.Role;
import io.tidewatch.table.TableContract;
import io.tidewatch.table.Tables;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Lands decisions and judges them.
 *
 * <p>How far the lines have been read is written last of all. So a run that was killed is repeated
 * from the same lines: what has landed is found by its key and left alone, what has not lands now.
 */
final class Feedback {
  private static final int STAGES = 4;

  // Lines come within a day or two; a clock that was wrong must not make this a work of years.
  private static final Duration LONGEST = Duration.ofDays(30);

  private final JobContext context;
  private final DeltaStore store;
  private final Catalogue catalogue;
  private final Instant now;

  Feedback(JobContext context, Catalogue catalogue) {
    this.context = context;
    this.store = context.store();
    this.catalogue = catalogue;
    this.now = context.clock().instant();
  }

  /**
   * Reads, lands, judges.
   *
   * @param from the controller's own workload, if the lines of no other count
   * @param again how far back days and hours are judged again, for late truths
   */
  FeedbackSummary run(Optional<WorkloadId> from, Duration again) {
    store.claim(Role.FEEDBACK);
    requireTables();
    Progress progress = Progress.of(context, "feedback", STAGES);
    try (LandedLines lines = LandedLines.read(store, from)) {
      requireLines(lines, from);
      lines.requireKnownFormat();
      progress.done(1, lines.size());
      Landed landed = land(lines, progress);
      Judgement judgement =
          Judgement.of(context.spark(), store, catalogue, begin(lines, again), now);
      lines.done(store);
      progress.end();
      return summary(lines, landed, judgement);
    }
  }

  /** What was added, and how many numbers have become lost. */
  private record Landed(Landing.Landed rows, long lost) {}

  private Landed land(LandedLines lines, Progress progress) {
    if (lines.sound() == 0) {
      return new Landed(new Landing.Landed(0, 0), 0);
    }
    Landing.Landed rows = new Landing(store).land(lines);
    progress.done(2, rows.decisions());
    long lost = new LostLines(context.spark(), store, now).name(lines.lowest());
    progress.done(3, rows.decisions());
    return new Landed(rows, lost);
  }

  private FeedbackSummary summary(LandedLines lines, Landed landed, Judgement judgement) {
    return new FeedbackSummary(
        lines.size(),
        landed.rows().decisions(),
        lines.malformed(),
        lines.examples(),
        landed.lost(),
        landed.rows().predictions(),
        judgement.evaluations(),
        judgement.outcomes(),
        judgement.accuracies(),
        judgement.hours(),
        Duration.between(now, context.clock().instant()).toMillis() / 1_000.0);
  }

  // Whole days, because an evaluation is of one; all that this run has landed is judged too.
  private Instant begin(LandedLines lines, Duration again) {
    Instant usual = now.minus(again);
    return lines
        .oldest()
        .filter(oldest -> oldest.isBefore(usual) && oldest.isAfter(now.minus(LONGEST)))
        .orElse(usual)
        .truncatedTo(ChronoUnit.DAYS);
  }

  private void requireTables() {
    List<String> missing =
        Stream.of(Tables.LOG_LINES, Tables.METRICS)
            .filter(table -> !store.exists(table))
            .map(TableContract::name)
            .toList();
    if (!missing.isEmpty()) {
      throw new UserException(
          "there is nothing to learn from in the store " + store.root(),
          "it has no table " + String.join(" and no table ", missing),
          "run ingest with a log server whose logs the catalogue names, the controller's among"
              + " them; --store may also name another folder");
    }
  }

  private void requireLines(LandedLines lines, Optional<WorkloadId> from) {
    if (lines.size() > lines.malformed() || store.exists(Tables.DECISIONS)) {
      return;
    }
    String whose = from.map(workload -> " of the workload " + workload).orElse("");
    throw new UserException(
        "there are no decisions in the store " + store.root(),
        "among the log lines"
            + whose
            + " none is a decision"
            + (lines.malformed() > 0 ? "; " + lines.malformed() + " are damaged ones" : ""),
        "let the catalogue's logs name the controller's log and run ingest again; "
            + "docs/how-to/feedback.md shows how");
  }
}
