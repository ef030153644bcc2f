package io.tidewatch.spark.bench;

import static org.apache.spark.sql.functions.col;

import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.anomaly.IsolationForest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Training a forest beside one pass over the same rows on disk, in turns. */
record ForestMeasure(JobContext context, int rows, int runs) {
  private static final int FEATURES = 8;

  private record Run(Timing forest, Timing pass) {}

  Map<String, Object> measure() {
    try (FreshStore store = FreshStore.in(context)) {
      String file = store.folder().resolve("rows.parquet").toString();
      generated().write().parquet(file);
      Dataset<Row> stored =
          context
              .spark()
              .read()
              .parquet(file)
              .select(col("key"), functions.array_to_vector(col("values")).as("features"));
      turn(stored.limit(Math.min(rows, 10_000)));
      List<Run> done = new ArrayList<>();
      for (int run = 0; run < runs; run++) {
        done.add(turn(stored));
      }
      return point(done);
    }
  }

  private static Run turn(Dataset<Row> stored) {
    Timing pass = Timing.of(() -> pass(stored));
    return new Run(Timing.of(() -> new IsolationForest().fit(stored)), pass);
  }

  /** Every row as the forest gets it, and nothing done with it but a sum. */
  private static void pass(Dataset<Row> stored) {
    double sum =
        stored
            .toJavaRDD()
            .map(row -> row.getString(0).length() + ((Vector) row.get(1)).apply(0))
            .reduce(Double::sum);
    if (!Double.isFinite(sum)) {
      throw new IllegalStateException("generated values are numbers");
    }
  }

  private Dataset<Row> generated() {
    List<String> values = new ArrayList<>();
    for (int feature = 0; feature < FEATURES; feature++) {
      values.add("pmod(xxhash64(id, %d), 100000) / 1000.0D".formatted(feature));
    }
    return context
        .spark()
        .range(rows)
        .selectExpr(
            "concat('bench/pod-', id % 500, '@', id) as key",
            "array(" + String.join(", ", values) + ") as values");
  }

  private Map<String, Object> point(List<Run> done) {
    Map<String, Object> point = new LinkedHashMap<>();
    double seconds = Timing.median(done, run -> run.forest().seconds());
    point.put("size", rows);
    point.put("rows", rows);
    point.put("seconds", seconds);
    point.put("rate", rows / seconds);
    point.put("pass_seconds", Timing.median(done, run -> run.pass().seconds()));
    point.put("ratio", Timing.median(done, run -> run.forest().seconds() / run.pass().seconds()));
    point.put("cpu_seconds", Timing.median(done, run -> run.forest().cpuSeconds()));
    point.put("pass_cpu_seconds", Timing.median(done, run -> run.pass().cpuSeconds()));
    point.put("peak_rss_mib", ProcessUse.peakRssMib());
    point.put("peak_heap_mib", ProcessUse.peakHeapMib());
    point.put("runs", done);
    return point;
  }
}
