package io.tidewatch.spark.features;

import static org.apache.spark.sql.functions.col;

import io.tidewatch.domain.Series;
import io.tidewatch.feature.FeatureSet;
import io.tidewatch.feature.HealthFeatures;
import io.tidewatch.feature.PodView;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The health vectors of one workload's pods, out of their rows of the table metrics. */
record HealthRows(Vectors plan) implements FlatMapGroupsFunction<String, Row, Row> {
  private static final FeatureSet<PodView> FEATURES = HealthFeatures.set();

  /** One metric of one pod: of several rows of a step the newest known counts. */
  private record Cells(double[] values, long[] knownAt) {
    Cells(int length) {
      this(new double[length], new long[length]);
      Arrays.fill(values, Double.NaN);
    }

    // The value decides between rows of one moment, so that the order of reading never does.
    void put(int at, double value, long known) {
      if (known > knownAt[at] || (known == knownAt[at] && value > values[at])) {
        values[at] = value;
        knownAt[at] = known;
      }
    }
  }

  /** The rows that the vectors depend on. */
  static Dataset<Row> inputs(Dataset<Row> metrics) {
    return metrics
        .where(col("pod").notEqual(""))
        .where(col("metric").isin(HealthFeatures.inputs().toArray()));
  }

  /** What is read of them; the first column is the workload. */
  static Dataset<Row> columns(Dataset<Row> inputs, Clockwork clockwork) {
    return inputs.select(
        Inputs.workload().as("name"),
        col("pod"),
        col("metric"),
        Inputs.step(clockwork).as("step"),
        col("value"),
        Inputs.knownAt().as("known"));
  }

  @Override
  public Iterator<Row> call(String workload, Iterator<Row> rows) {
    Map<String, Map<String, Cells>> pods = new HashMap<>();
    while (rows.hasNext()) {
      Row row = rows.next();
      pods.computeIfAbsent(row.getString(1), pod -> new HashMap<>())
          .computeIfAbsent(row.getString(2), metric -> new Cells(plan.length()))
          .put((int) (row.getLong(3) - plan.first()), row.getDouble(4), row.getLong(5));
    }
    Map<String, Map<String, Series>> series = new HashMap<>();
    Map<String, long[]> knownAt = new HashMap<>();
    pods.forEach(
        (pod, metrics) -> {
          series.put(pod, series(metrics));
          knownAt.put(pod, knownAt(metrics));
        });
    return PodVectors.rows(workload, series, knownAt, FEATURES, plan);
  }

  private Map<String, Series> series(Map<String, Cells> metrics) {
    Map<String, Series> series = new HashMap<>();
    metrics.forEach(
        (name, cells) ->
            series.put(name, Series.view(plan.first(), cells.values(), 0, plan.length())));
    return series;
  }

  private long[] knownAt(Map<String, Cells> metrics) {
    long[] newest = new long[plan.length()];
    for (Cells cells : metrics.values()) {
      for (int i = 0; i < newest.length; i++) {
        newest[i] = Math.max(newest[i], cells.knownAt()[i]);
      }
    }
    return newest;
  }
}
