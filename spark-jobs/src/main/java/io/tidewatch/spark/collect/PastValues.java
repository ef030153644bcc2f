package io.tidewatch.spark.collect;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.tidewatch.domain.QuerySpec;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Back-fills the values of a Prometheus; a value of which the store has another is left alone. */
record PastValues(HistoryTask task) implements Backfill.Past {
  private static final String[] KEY = NewestRows.KEY.toArray(String[]::new);

  @Override
  public SteppedSource source() {
    return SteppedSource.PROMETHEUS;
  }

  @Override
  public List<String> queries() {
    return task.catalogue().queries().stream().map(QuerySpec::name).toList();
  }

  @Override
  public void createTables() {
    task.requireTables();
  }

  @Override
  public Backfill.Landed land(DayWindow day, List<QueryRange> ranges) {
    Dataset<Row> read = task.read(ranges).persist();
    Dataset<Row> missing =
        HistoryTask.values(read)
            .join(task.stored(day).selectExpr(KEY), KEY, "left_anti")
            .withColumn("known_at", task.settled(col("ts")))
            .withColumn("backfilled", lit(true))
            .persist();
    try {
      long gaps = task.landGaps(read);
      long rows = missing.count();
      if (rows > 0) {
        task.land(missing);
      }
      return new Backfill.Landed(rows, gaps);
    } finally {
      missing.unpersist();
      read.unpersist();
    }
  }
}
