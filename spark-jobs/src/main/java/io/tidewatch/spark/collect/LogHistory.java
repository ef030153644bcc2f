package io.tidewatch.spark.collect;

import static org.apache.spark.sql.functions.col;

import io.tidewatch.log.TemplateBook;
import io.tidewatch.table.Tables;
import java.sql.Date;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What back-fill and repair of logs share: lines read again beside what the store has of them. */
final class LogHistory {
  private static final String[] LINE = {"namespace", "kind", "workload", "pod", "ts", "line"};

  private final HistoryTask task;
  private final IngestSettings.Logs logs;
  private final TemplateBooks books;

  LogHistory(HistoryTask task, IngestSettings.Logs logs) {
    this.task = task;
    this.logs = logs;
    this.books =
        new TemplateBooks(task.store(), TemplateBook.Limits.standard(), task.context().clock());
  }

  void createTables() {
    Stream.of(Tables.GAPS, Tables.LOG_TEMPLATES, Tables.LOG_LINES, Tables.LOG_COUNTS)
        .forEach(task.store()::create);
  }

  /** The entries and gaps that the server has now. */
  Dataset<Row> read(List<QueryRange> ranges) {
    return task.read(SteppedSource.LOKI, logs.source(), ranges);
  }

  /** Entries with their templates, of which the new ones become durable. */
  Dataset<Row> templated(Dataset<Row> entries) {
    return books.assign(entries);
  }

  /** The counts of one day that the store has. */
  Dataset<Row> counts(DayWindow day) {
    return task.store().read(Tables.LOG_COUNTS).where(col("day").equalTo(Date.valueOf(day.day())));
  }

  /** Those lines of a day that are young enough to be kept and are not in the store. */
  Dataset<Row> withoutLanded(DayWindow day, Dataset<Row> templated) {
    Instant oldest = task.context().clock().instant().minus(logs.keepLines());
    // A line just before midnight belongs to the first step of the next day.
    Dataset<Row> landed =
        task.store()
            .read(Tables.LOG_LINES)
            .where(col("day").isin(Date.valueOf(day.day()), Date.valueOf(day.day().minusDays(1))))
            .selectExpr(LINE);
    return LogWriter.lines(templated.where(col("ts").geq(HistoryTask.literal(oldest))))
        .join(landed, LINE, "left_anti");
  }
}
