package io.tidewatch.spark.bench;

import static org.apache.spark.sql.functions.expr;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.Timescale;
import io.tidewatch.source.CatalogueFile;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.features.FeaturesCommand;
import io.tidewatch.spark.train.TrainingRehearsal;
import io.tidewatch.spark.train.TrainingSettings;
import io.tidewatch.table.Tables;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** One retraining on generated history, phase by phase; generating it is not counted. */
record TrainMeasure(JobContext context, int workloads, int days, boolean thin, int trees) {
  private static final long STEP = 60;
  private static final long SEED = 42;

  Map<String, Object> measure() {
    int steps = days * Timescale.STEPS_PER_DAY;
    try (FreshStore store = FreshStore.in(context)) {
      Path file = store.catalogue(catalogue());
      Catalogue catalogue = CatalogueFile.read(file);
      long first = context.clock().instant().getEpochSecond() / STEP - steps;
      store.context().store().append(Tables.METRICS, demand(steps, first));
      Timing features =
          Timing.of(() -> store.run(new FeaturesCommand(), List.of("--catalogue=" + file)));
      Outcome whole = outcome(store.context(), catalogue, false);
      Map<String, Object> point = point(steps, features, whole);
      if (thin) {
        Outcome thinned = outcome(store.context(), catalogue, true);
        point.put("thin_train_cpu_seconds", thinned.train().cpuSeconds());
        point.put("thin_gate_cpu_seconds", thinned.gate().cpuSeconds());
        point.put("thin_wape", thinned.wape());
        point.put("thin_cost_wape", thinned.wape() - whole.wape());
      }
      return point;
    }
  }

  private record Outcome(Timing train, Timing gate, double wape, long linear) {}

  private Outcome outcome(JobContext job, Catalogue catalogue, boolean thinned) {
    TrainingRehearsal[] trained = new TrainingRehearsal[1];
    double[] wape = new double[1];
    Timing train =
        Timing.of(
            () ->
                trained[0] =
                    TrainingRehearsal.train(
                        job,
                        catalogue,
                        thinned,
                        TrainingSettings.DEFAULT.withTrees(trees).withSeed(SEED)));
    try (TrainingRehearsal rehearsal = trained[0]) {
      Timing gate = Timing.of(() -> wape[0] = rehearsal.judge());
      return new Outcome(train, gate, wape[0], rehearsal.linear());
    }
  }

  private Map<String, Object> point(int steps, Timing features, Outcome whole) {
    double seconds = features.seconds() + whole.train().seconds() + whole.gate().seconds();
    long rows = (long) workloads * steps;
    Map<String, Object> point = new LinkedHashMap<>();
    point.put("size", workloads);
    point.put("rows", rows);
    point.put("seconds", seconds);
    point.put("rate", rows / seconds);
    point.put("peak_rss_mib", ProcessUse.peakRssMib());
    point.put("features_cpu_seconds", features.cpuSeconds());
    point.put("train_cpu_seconds", whole.train().cpuSeconds());
    point.put("gate_cpu_seconds", whole.gate().cpuSeconds());
    point.put(
        "cpu_seconds",
        features.cpuSeconds() + whole.train().cpuSeconds() + whole.gate().cpuSeconds());
    point.put("wape", whole.wape());
    point.put("workloads_linear", whole.linear());
    return point;
  }

  private String catalogue() {
    StringBuilder yaml = new StringBuilder("queries:\n  - { name: demand, promql: demand }\n");
    yaml.append("workloads:\n");
    for (int workload = 0; workload < workloads; workload++) {
      yaml.append("  - { workload: bench/w").append(workload).append(", demand: demand }\n");
    }
    return yaml.toString();
  }

  /** A day's wave of its own phase with spikes at every half-hour or hour, and noise. */
  private Dataset<Row> demand(int steps, long first) {
    return context
        .spark()
        .range(0, (long) workloads * steps)
        .selectExpr(
            "'bench' as namespace",
            "'Deployment' as kind",
            "concat('w', id div %d) as workload".formatted(steps),
            "'' as pod",
            "'demand' as metric",
            "timestamp_seconds((%d + id %% %d) * %d) as ts".formatted(first, steps, STEP),
            ("(10 + id div %1$d) * (2 + sin((id %% %1$d) / 229.2 + id div %1$d)"
                    + " + if(id %% (30 * (1 + id div %1$d %% 2)) < 4, 0.8, 0)"
                    + " + (pmod(hash(id), 1000) - 500) / 4000.0) as value")
                .formatted(steps))
        .withColumn("known_at", expr("ts + interval 30 seconds"))
        .withColumn("backfilled", expr("true"))
        .withColumn("day", expr("to_date(ts)"));
  }
}
