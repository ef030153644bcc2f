package io.tidewatch.spark.bench;

import static org.apache.spark.sql.functions.expr;

import io.tidewatch.domain.UserException;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.features.FeaturesCommand;
import io.tidewatch.table.Tables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** The command {@code features} beside a raw append of the rows that it landed, in turns. */
record FeaturesMeasure(JobContext context, String set, int workloads, int steps, int runs) {
  /** The feature sets that can be measured. */
  static final List<String> SETS = List.of("demand");

  private static final long STEP = 60;
  private static final int WARM_WORKLOADS = 4;
  // A vector needs an hour of demand, its own step included.
  private static final int FIRST_VECTOR = 60;

  FeaturesMeasure {
    if (!SETS.contains(set)) {
      throw new UserException(
          "there is no feature set \"" + set + "\" to measure",
          "--set names one of: " + String.join(", ", SETS),
          "leave it out to measure demand");
    }
  }

  /** One run of both. */
  record Run(Timing features, Timing raw) {}

  Map<String, Object> measure() {
    runOnce(Math.min(workloads, WARM_WORKLOADS));
    List<Run> done = new ArrayList<>();
    long rows = 0;
    long peakRss = 0;
    long peakHeap = 0;
    for (int run = 0; run < runs; run++) {
      Outcome outcome = runOnce(workloads);
      done.add(outcome.run());
      rows = outcome.rows();
      peakRss = run == 0 ? outcome.peakRss() : peakRss;
      peakHeap = run == 0 ? outcome.peakHeap() : peakHeap;
    }
    return point(rows, done, peakRss, peakHeap);
  }

  private record Outcome(Run run, long rows, long peakRss, long peakHeap) {}

  private Outcome runOnce(int count) {
    try (FreshStore store = FreshStore.in(context);
        FreshStore other = FreshStore.in(context)) {
      Path catalogue = store.catalogue(catalogue(count));
      long first = context.clock().instant().getEpochSecond() / STEP - steps;
      store.context().store().append(Tables.METRICS, demand(count, first));
      List<String> words = List.of("--catalogue=" + catalogue, "--sets=" + set);
      Timing features = Timing.of(() -> store.run(new FeaturesCommand(), words));
      long peakRss = ProcessUse.peakRssMib();
      long peakHeap = ProcessUse.peakHeapMib();
      long rows = requireWhole(store, count);
      try (RawAppend raw =
          RawAppend.of(
              store.context(),
              Tables.FEATURES,
              List.of("feature_set", "workload"),
              "day",
              "feature_set",
              "workload",
              "ts")) {
        Timing appended = raw.into(context, other.folder());
        return new Outcome(new Run(features, appended), rows, peakRss, peakHeap);
      }
    }
  }

  private long requireWhole(FreshStore store, int count) {
    Row landed =
        store
            .context()
            .store()
            .read(Tables.FEATURES)
            .agg(expr("count(1)"), expr("count(distinct feature_set, workload, pod, ts)"))
            .head();
    long rows = landed.getLong(0);
    long wanted = (long) count * Math.max(0, steps - FIRST_VECTOR + 1);
    if (rows != landed.getLong(1) || rows != wanted) {
      throw new IllegalStateException("landed are " + landed + " instead of " + wanted + " rows");
    }
    return rows;
  }

  private static String catalogue(int count) {
    StringBuilder yaml = new StringBuilder("queries:\n  - { name: demand, promql: demand }\n");
    yaml.append("workloads:\n");
    for (int workload = 0; workload < count; workload++) {
      yaml.append("  - { workload: bench/w").append(workload).append(", demand: demand }\n");
    }
    return yaml.toString();
  }

  /** A day's wave with a spike every half-hour, each workload at its own height. */
  private org.apache.spark.sql.Dataset<Row> demand(int count, long first) {
    return context
        .spark()
        .range(0, (long) count * steps)
        .selectExpr(
            "'bench' as namespace",
            "'Deployment' as kind",
            "concat('w', id div %d) as workload".formatted(steps),
            "'' as pod",
            "'demand' as metric",
            "timestamp_seconds((%d + id %% %d) * %d) as ts".formatted(first, steps, STEP),
            ("(10 + id div %1$d) * (2 + sin((id %% %1$d) / 229.0)"
                    + " + if(id %% 30 = 0, 1.5, 0) + (hash(id) %% 100) / 1000.0) as value")
                .formatted(steps))
        .withColumn("known_at", expr("ts + interval 30 seconds"))
        .withColumn("backfilled", expr("true"))
        .withColumn("day", expr("to_date(ts)"));
  }

  private Map<String, Object> point(long rows, List<Run> done, long peakRss, long peakHeap) {
    double seconds = Timing.median(done, run -> run.features().seconds());
    double raw = Timing.median(done, run -> run.raw().seconds());
    Map<String, Object> point = new LinkedHashMap<>();
    point.put("size", workloads);
    point.put("rows", rows);
    point.put("seconds", seconds);
    point.put("rate", rows / seconds);
    point.put("raw_seconds", raw);
    point.put("raw_rate", rows / raw);
    point.put("ratio", Timing.median(done, run -> run.raw().seconds() / run.features().seconds()));
    point.put("us_per_row", 1e6 * seconds / rows);
    point.put("peak_rss_mib", peakRss);
    point.put("peak_heap_mib", peakHeap);
    point.put("cpu_seconds", Timing.median(done, run -> run.features().cpuSeconds()));
    point.put("raw_cpu_seconds", Timing.median(done, run -> run.raw().cpuSeconds()));
    point.put("rows_exact", true);
    point.put("runs", done);
    return point;
  }
}
