package io.tidewatch.spark.collect;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.Timescale;
import io.tidewatch.source.StepRange;
import io.tidewatch.spark.Progress;
import io.tidewatch.spark.table.Role;
import io.tidewatch.table.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Reads again what could not be read, and the last hours in case something arrived late.
 *
 * <p>Nothing that has landed is changed: a value that was missing, or differs from the newest one
 * of its step, is inserted with the time at which it became known, which is now. So a model trained
 * on what was known then still sees what was known then. A second run finds nothing to insert.
 */
final class Repair {
  // Sums of the same samples may differ in their last bits; a repair should not.
  private static final double SAME = 1e-9;

  /** What was done. */
  record Summary(
      long rows,
      long missing,
      long different,
      int gapsRead,
      int gapsClosed,
      int gapsOpen,
      double seconds) {}

  private record Inserted(long missing, long different, List<QueryRange> failed) {}

  private final HistoryTask task;
  private final Timescale timescale;

  Repair(HistoryTask task) {
    this.task = task;
    this.timescale = task.catalogue().timescale();
  }

  /** Reads all open gaps again and, of each query, the steps of the last time. */
  Summary run(Duration late) {
    Instant began = task.context().clock().instant();
    task.store().claim(Role.HISTORY);
    long landed = LandedUntil.step(task.context(), task.catalogue(), SteppedSource.PROMETHEUS);
    task.requireTables();
    List<OpenGaps.Open> open = OpenGaps.read(task.store());
    List<OpenGaps.Open> again = open.stream().filter(gap -> isReadable(gap, landed)).toList();
    List<QueryRange> ranges =
        QueryRange.merged(
            Stream.concat(
                    again.stream().map(gap -> gap.range(timescale)), late(late, landed).stream())
                .toList());
    List<Inserted> days = days(ranges);
    List<QueryRange> failed = days.stream().flatMap(day -> day.failed().stream()).toList();
    GapsAfterRepair after = GapsAfterRepair.of(again, failed, timescale);
    task.record(after);
    long missing = days.stream().mapToLong(Inserted::missing).sum();
    long different = days.stream().mapToLong(Inserted::different).sum();
    return new Summary(
        missing + different,
        missing,
        different,
        again.size(),
        after.closed().size(),
        open.size() - after.closed().size() + after.opened().size(),
        task.seconds(began));
  }

  // A gap may name steps of a batch that ingest has yet to land, and queries that are gone.
  private boolean isReadable(OpenGaps.Open gap, long landed) {
    return gap.range(timescale).steps().until() <= landed
        && task.catalogue().queries().stream().anyMatch(q -> q.name().equals(gap.metric()));
  }

  // What lies before a metric's first row was never asked for; that is backfill's.
  private List<QueryRange> late(Duration late, long landed) {
    Map<String, Long> first = new HashMap<>();
    task.store()
        .read(Tables.METRICS)
        .groupBy("metric")
        .agg(min("ts"))
        .collectAsList()
        .forEach(
            row ->
                first.put(row.getString(0), timescale.stepIndex(row.getTimestamp(1).toInstant())));
    long from = landed - late.toSeconds() / timescale.step().toSeconds();
    return task.catalogue().queries().stream()
        .map(QuerySpec::name)
        .filter(first::containsKey)
        .filter(name -> first.get(name) <= landed)
        .map(
            name ->
                new QueryRange(name, new StepRange(Math.max(from, first.get(name) - 1), landed)))
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
    Progress progress = Progress.of(task.context(), "repair", days.size());
    for (DayWindow day : days) {
      List<QueryRange> parts =
          ranges.stream().flatMap(range -> range.within(day.steps()).stream()).toList();
      if (!parts.isEmpty()) {
        done.add(insert(day, parts));
      }
      long rows = done.stream().mapToLong(each -> each.missing() + each.different()).sum();
      progress.done(days.indexOf(day) + 1L, rows);
    }
    progress.end();
    return done;
  }

  private Inserted insert(DayWindow day, List<QueryRange> ranges) {
    Instant now = task.context().clock().instant();
    Dataset<Row> read = task.read(ranges).persist();
    Dataset<Row> stored = task.stored(day).withColumnRenamed("value", "landed").drop("known_at");
    Dataset<Row> changed =
        HistoryTask.values(read)
            .join(stored, NewestRows.KEY.toArray(String[]::new), "left")
            .where(col("landed").isNull().or(differs(col("value"), col("landed"))))
            .withColumn("known_at", HistoryTask.literal(now))
            .withColumn("backfilled", lit(false))
            .persist();
    try {
      List<Row> byMetric =
          changed
              .groupBy("metric")
              .agg(min("ts"), max("ts"), count("value"), count("landed"))
              .collectAsList();
      if (!byMetric.isEmpty()) {
        // Named before they land: a kill in between leaves a name too many, never a silent change.
        List<GapRow> names = byMetric.stream().map(row -> named(row, now)).toList();
        task.store().append(Tables.GAPS, GapRow.rows(task.context().spark(), names));
        task.land(changed);
      }
      long all = byMetric.stream().mapToLong(row -> row.getLong(3)).sum();
      long different = byMetric.stream().mapToLong(row -> row.getLong(4)).sum();
      return new Inserted(all - different, different, task.failed(read));
    } finally {
      changed.unpersist();
      read.unpersist();
    }
  }

  private static Column differs(Column value, Column landed) {
    return abs(value.minus(landed)).gt(greatest(abs(value), abs(landed)).multiply(SAME));
  }

  private GapRow named(Row inserted, Instant now) {
    long different = inserted.getLong(4);
    long missing = inserted.getLong(3) - different;
    return new GapRow(
        inserted.getString(0),
        inserted.getTimestamp(1).toInstant().minus(timescale.step()),
        inserted.getTimestamp(2).toInstant(),
        "repaired",
        missing + " values were missing and " + different + " differed; they were inserted",
        now,
        false);
  }
}
