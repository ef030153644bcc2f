package io.tidewatch.spark.features;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;

import io.tidewatch.domain.Series;
import io.tidewatch.feature.FeatureSet;
import io.tidewatch.feature.LogFeatures;
import io.tidewatch.feature.PodLogs;
import io.tidewatch.feature.PodLogs.Counts;
import io.tidewatch.feature.PodView;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The log vectors of one workload's pods, out of the table log_counts and, to tell silence from
 * death, out of when the table metrics shows that they lived.
 */
record LogRows(Vectors plan, LogGaps gaps) implements FlatMapGroupsFunction<String, Row, Row> {
  private static final FeatureSet<PodView> FEATURES = LogFeatures.set();

  /** What is known of one pod by step. */
  private record Pod(
      Map<Integer, Counts> written, long[] writtenKnown, BitSet seen, long[] seenKnown) {
    Pod(int length) {
      this(new HashMap<>(), new long[length], new BitSet(length), new long[length]);
    }
  }

  /** The signs of life in the table metrics. */
  static Dataset<Row> signs(Dataset<Row> metrics) {
    return metrics.where(col("pod").notEqual(""));
  }

  /** The counts of pods. */
  static Dataset<Row> counts(Dataset<Row> counts) {
    return counts.where(col("pod").notEqual(""));
  }

  /** One row per pod and step; the first column is the workload. */
  static Dataset<Row> columns(Dataset<Row> signs, Dataset<Row> counts, Clockwork clockwork) {
    Dataset<Row> lived =
        signs
            .groupBy(Inputs.workload().as("name"), col("pod"), Inputs.step(clockwork).as("step"))
            // A repaired value does not tell anew that the pod lived.
            .agg(min(Inputs.knownAt()).as("seen"));
    return written(counts, clockwork)
        .join(lived, new String[] {"name", "pod", "step"}, "full_outer")
        .select(
            col("name"),
            col("pod"),
            col("step"),
            orZero("seen"),
            orZero("known"),
            orZero("lines"),
            orZero("warnings"),
            orZero("errors"),
            orZero("templates"),
            orZero("fresh"));
  }

  private static Dataset<Row> written(Dataset<Row> counts, Clockwork clockwork) {
    Dataset<Row> newest =
        counts
            .groupBy(
                Inputs.workload().as("name"), col("pod"), col("ts"), col("level"), col("template"))
            .agg(max(struct(Inputs.knownAt().as("known"), col("count"), col("first_seen"))).as("n"))
            .where("n.count > 0");
    String inStep =
        "n.first_seen <= ts AND n.first_seen > ts - INTERVAL %d SECONDS"
            .formatted(clockwork.step().toSeconds());
    return newest
        .groupBy(col("name"), col("pod"), Inputs.step(clockwork).as("step"))
        .agg(
            max("n.known").as("known"),
            expr("SUM(n.count)").as("lines"),
            expr("SUM(IF(level = 'warn', n.count, 0))").as("warnings"),
            expr("SUM(IF(level IN ('error', 'fatal'), n.count, 0))").as("errors"),
            expr("CAST(SIZE(COLLECT_SET(template)) AS BIGINT)").as("templates"),
            expr("CAST(SIZE(COLLECT_SET(IF(" + inStep + ", template, NULL))) AS BIGINT)")
                .as("fresh"));
  }

  private static org.apache.spark.sql.Column orZero(String column) {
    return coalesce(col(column), lit(0L)).as(column);
  }

  @Override
  public Iterator<Row> call(String workload, Iterator<Row> rows) {
    Map<String, Pod> pods = new HashMap<>();
    rows.forEachRemaining(
        row -> put(pods.computeIfAbsent(row.getString(1), name -> new Pod(plan.length())), row));
    long[] wroteKnown = wroteKnown(pods);
    BitSet wrote = new BitSet();
    pods.values().forEach(pod -> pod.written().keySet().forEach(wrote::set));
    BitSet heard = PodLogs.heard(plan.length(), wrote, gaps.missing(plan.first(), plan.length()));
    long[] closed = gaps.closedAt(plan.first(), plan.length());
    Map<String, Map<String, Series>> series = new HashMap<>();
    Map<String, long[]> knownAt = new HashMap<>();
    pods.forEach(
        (name, pod) -> {
          series.put(
              name, PodLogs.series(plan.first(), plan.length(), pod.written(), pod.seen(), heard));
          knownAt.put(name, knownAt(pod, heard, wroteKnown, closed));
        });
    return PodVectors.rows(workload, series, knownAt, FEATURES, plan);
  }

  private void put(Pod pod, Row row) {
    int position = (int) (row.getLong(2) - plan.first());
    if (row.getLong(3) > 0) {
      pod.seen().set(position);
      pod.seenKnown()[position] = row.getLong(3);
    }
    if (row.getLong(4) > 0) {
      pod.writtenKnown()[position] = row.getLong(4);
      Counts counts =
          new Counts(
              row.getLong(5), row.getLong(6), row.getLong(7), row.getLong(8), row.getLong(9));
      pod.written().put(position, counts);
    }
  }

  /** Per step when the workload's newest line before it was known: since then it was heard. */
  private long[] wroteKnown(Map<String, Pod> pods) {
    long[] known = new long[plan.length()];
    for (int i = 0; i < known.length; i++) {
      int step = i;
      known[i] =
          pods.values().stream()
              .mapToLong(pod -> pod.writtenKnown()[step])
              .filter(at -> at > 0)
              .min()
              .orElse(i > 0 ? known[i - 1] : 0);
    }
    return known;
  }

  private long[] knownAt(Pod pod, BitSet heard, long[] wroteKnown, long[] closed) {
    long[] known = new long[plan.length()];
    for (int i = heard.nextSetBit(0); i >= 0; i = heard.nextSetBit(i + 1)) {
      if (pod.written().containsKey(i)) {
        known[i] = Math.max(pod.writtenKnown()[i], closed[i]);
      } else if (pod.seen().get(i)) {
        known[i] = Math.max(Math.max(pod.seenKnown()[i], wroteKnown[i]), closed[i]);
      }
    }
    return known;
  }
}
