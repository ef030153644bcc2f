package io.tidewatch.spark.collect;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;

import io.tidewatch.domain.LogSpec;
import io.tidewatch.domain.Timescale;
import io.tidewatch.source.StepRange;
import io.tidewatch.spark.Progress;
import io.tidewatch.spark.table.Role;
import io.tidewatch.table.Tables;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Reads again the logs that could not be read, and the last hours in case lines arrived late.
 *
 * <p>Nothing that has landed is changed. A count that is higher than the newest of its key is a row
 * of its own that was known from now on; a line that was missing is added. What the server has
 * meanwhile thrown away stays, because it was there. A second run finds nothing to insert.
 */
final class LogRepair {
  private static final String[] KEY = {
    "namespace", "kind", "workload", "pod", "ts", "level", "template"
  };

  /** What was done. */
  record Summary(long counts, long lines, int gapsRead, int gapsClosed, double seconds) {}

  private record Inserted(long counts, long lines, List<QueryRange> failed) {}

  private final HistoryTask task;
  private final LogHistory history;
  private final Timescale timescale;

  LogRepair(HistoryTask task, IngestSettings.Logs logs) {
    this.task = task;
    this.history = new LogHistory(task, logs);
    this.timescale = task.catalogue().timescale();
  }

  /** Reads all open gaps of logs again and, of each log, the steps of the last time. */
  Summary run(Duration late) {
    Instant began = task.context().clock().instant();
    task.store().claim(Role.HISTORY);
    long landed = LandedUntil.step(task.context(), task.catalogue(), SteppedSource.LOKI);
    history.createTables();
    List<OpenGaps.Open> again =
        OpenGaps.read(task.store()).stream().filter(gap -> isReadable(gap, landed)).toList();
    List<QueryRange> ranges =
        QueryRange.merged(
            Stream.concat(
                    again.stream().map(gap -> gap.range(timescale)), late(late, landed).stream())
                .toList());
    List<Inserted> days = days(ranges);
    List<QueryRange> failed = days.stream().flatMap(day -> day.failed().stream()).toList();
    GapsAfterRepair after = GapsAfterRepair.of(again, failed, timescale);
    task.record(after);
    return new Summary(
        days.stream().mapToLong(Inserted::counts).sum(),
        days.stream().mapToLong(Inserted::lines).sum(),
        again.size(),
        after.closed().size(),
        task.seconds(began));
  }

  private boolean isReadable(OpenGaps.Open gap, long landed) {
    return gap.range(timescale).steps().until() <= landed
        && task.catalogue().logs().stream().anyMatch(log -> log.name().equals(gap.metric()));
  }

  // What lies before the first count was never asked for.
  private List<QueryRange> late(Duration late, long landed) {
    Timestamp first = task.store().read(Tables.LOG_COUNTS).agg(min("ts")).head().getTimestamp(0);
    if (first == null) {
      return List.of();
    }
    long from =
        Math.max(
            landed - late.toSeconds() / timescale.step().toSeconds(),
            timescale.stepIndex(first.toInstant()) - 1);
    return from >= landed
        ? List.of()
        : task.catalogue().logs().stream()
            .map(LogSpec::name)
            .map(name -> new QueryRange(name, new StepRange(from, landed)))
            .toList();
  }

  private List<Inserted> days(List<QueryRange> ranges) {
    List<Inserted> done = new ArrayList<>();
    if (ranges.isEmpty()) {
      return done;
    }
    long after = ranges.stream().mapToLong(range -> range.steps().after()).min().orElseThrow();
    long until = ranges.stream().mapToLong(range -> range.steps().until()).max().orElseThrow();
    List<DayWindow> days = DayWindow.of(new StepRange(after, until), timescale);
    Progress progress = Progress.of(task.context(), "repair of logs", days.size());
    for (int day = 0; day < days.size(); day++) {
      StepRange window = days.get(day).steps();
      List<QueryRange> parts =
          ranges.stream().flatMap(range -> range.within(window).stream()).toList();
      if (!parts.isEmpty()) {
        done.add(insert(days.get(day), parts));
      }
      progress.done(day + 1L, done.stream().mapToLong(Inserted::counts).sum());
    }
    progress.end();
    return done;
  }

  private Inserted insert(DayWindow day, List<QueryRange> ranges) {
    Dataset<Row> read = history.read(ranges).persist();
    Dataset<Row> entries = read.where(col("gap_reason").isNull());
    if (entries.isEmpty()) {
      List<QueryRange> failed = task.failed(read);
      read.unpersist();
      return new Inserted(0, 0, failed);
    }
    Dataset<Row> templated = history.templated(entries).persist();
    Dataset<Row> counts = known(raised(day, templated)).persist();
    Dataset<Row> lines = known(history.withoutLanded(day, templated)).persist();
    try {
      long moreLines = lines.count();
      long moreCounts = counts.count();
      if (moreCounts > 0) {
        // Named before they land: a kill in between leaves a name too many.
        name(day, ranges, moreCounts);
        task.store().append(Tables.LOG_LINES, lines.coalesce(1));
        task.store().append(Tables.LOG_COUNTS, counts.coalesce(1));
      }
      return new Inserted(moreCounts, moreLines, task.failed(read));
    } finally {
      Stream.of(lines, counts, templated, read).forEach(Dataset::unpersist);
    }
  }

  private Dataset<Row> raised(DayWindow day, Dataset<Row> templated) {
    Dataset<Row> newest =
        history
            .counts(day)
            .groupBy("namespace", "kind", "workload", "pod", "ts", "level", "template")
            .agg(max(struct("known_at", "count")).as("newest"))
            .withColumn("landed", col("newest.count"))
            .drop("newest");
    return LogWriter.counts(templated)
        .join(newest, KEY, "left")
        .where(col("landed").isNull().or(col("landed").lt(col("count"))))
        .withColumn("backfilled", lit(false));
  }

  private Dataset<Row> known(Dataset<Row> rows) {
    return rows.withColumn("known_at", HistoryTask.literal(task.context().clock().instant()));
  }

  private void name(DayWindow day, List<QueryRange> ranges, long counts) {
    Instant now = task.context().clock().instant();
    List<GapRow> names =
        ranges.stream()
            .map(
                range ->
                    new GapRow(
                        range.query(),
                        timescale.wallTime(range.steps().after()),
                        timescale.wallTime(range.steps().until()),
                        "repaired",
                        counts + " counts of lines of that day were missing or too low",
                        now,
                        false))
            .toList();
    task.store().append(Tables.GAPS, GapRow.rows(task.context().spark(), names));
  }
}
