package io.tidewatch.spark.collect;

import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.UserException;
import io.tidewatch.source.StepRange;
import io.tidewatch.spark.Progress;
import io.tidewatch.spark.table.Role;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Lands what a server has of a past time and the store has not, day by day, oldest first.
 *
 * <p>A row becomes known its settle delay after its time, as if it had been read live, and is
 * marked. Steps that ingest tried and failed to read were not known then: they stay for repair. So
 * do the steps that ingest has yet to read. What has landed is left alone, so a second run, or one
 * after a kill, lands only what is missing.
 */
final class Backfill {
  /**
   * What was done.
   *
   * @param rows values, or lines that were counted
   * @param leftToRepair steps of single queries that lie in gaps
   */
  record Summary(
      Instant from, Instant to, long rows, long gaps, long leftToRepair, double seconds) {}

  /** What of one day has landed. */
  record Landed(long rows, long gaps) {}

  /** One kind of server, and how a day of it lands. */
  interface Past {
    SteppedSource source();

    /** The names of its queries. */
    List<String> queries();

    void createTables();

    /** Lands what these ranges of one day have and the store has not. */
    Landed land(DayWindow day, List<QueryRange> ranges);
  }

  private final HistoryTask task;
  private final Past past;
  private final Timescale timescale;

  Backfill(HistoryTask task, Past past) {
    this.task = task;
    this.past = past;
    this.timescale = task.catalogue().timescale();
  }

  /** Lands the steps in [from, to], as far as they are not ingest's. */
  Summary run(Instant from, Optional<Instant> to) {
    Instant began = task.context().clock().instant();
    task.store().claim(Role.HISTORY);
    StepRange wanted = wanted(from, to);
    past.createTables();
    List<QueryRange> gaps =
        OpenGaps.read(task.store()).stream().map(gap -> gap.range(timescale)).toList();
    Progress progress =
        Progress.of(task.context(), "backfill of " + past.source().format(), wanted.length());
    long rows = 0;
    long failed = 0;
    long read = 0;
    for (DayWindow day : DayWindow.of(wanted, timescale)) {
      List<QueryRange> ranges = ranges(day, wanted, gaps);
      read += ranges.stream().mapToLong(range -> range.steps().length()).sum();
      Landed landed = ranges.isEmpty() ? new Landed(0, 0) : past.land(day, ranges);
      rows += landed.rows();
      failed += landed.gaps();
      progress.done(day.steps().until() - wanted.after(), rows);
    }
    progress.end();
    long all = wanted.length() * past.queries().size();
    return new Summary(
        timescale.wallTime(wanted.first()),
        timescale.wallTime(wanted.until()),
        rows,
        failed,
        all - read,
        task.seconds(began));
  }

  private List<QueryRange> ranges(DayWindow day, StepRange wanted, List<QueryRange> gaps) {
    return past.queries().stream()
        .flatMap(query -> new QueryRange(query, wanted).within(day.steps()).stream())
        .flatMap(range -> range.without(gaps).stream())
        .toList();
  }

  private StepRange wanted(Instant from, Optional<Instant> to) {
    long after = timescale.stepIndex(from.minusNanos(1));
    long landed = LandedUntil.step(task.context(), task.catalogue(), past.source());
    long until = Math.min(landed, to.map(timescale::stepIndex).orElse(landed));
    if (until <= after) {
      throw new UserException(
          "there is nothing to back-fill",
          "--from " + from + " is not before " + timescale.wallTime(until),
          "give an earlier --from; what comes later is landed by ingest");
    }
    return new StepRange(after, until);
  }
}
