package io.tidewatch.spark.features;

import io.tidewatch.domain.Series;
import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.domain.WorkloadSpec;
import io.tidewatch.source.StepRange;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.table.Tables;
import java.io.Serializable;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import scala.Tuple2;

/** Reads the demand of every workload of a catalogue out of the table metrics. */
public final class StoredDemand {
  private StoredDemand() {}

  /**
   * One workload's demand on the step grid.
   *
   * @param values demand per step, NaN where it is unknown
   * @param knownAt per step, epoch milliseconds at which the value could be known; 0 if unknown
   */
  public record Demand(long firstStep, double[] values, long[] knownAt) implements Serializable {
    /** The same as a series with its gaps. */
    public Series series() {
      return Series.of(firstStep, values);
    }
  }

  /** The demand per workload name; of several rows of one step the newest known counts. */
  public static JavaPairRDD<String, Demand> read(
      DeltaStore store, Iterable<WorkloadSpec> workloads, Timescale timescale) {
    return read(store, workloads, timescale, Optional.empty());
  }

  /**
   * The demand per workload name as it was known at a time.
   *
   * @param cutOff what became known later does not count
   */
  public static JavaPairRDD<String, Demand> read(
      DeltaStore store,
      Iterable<WorkloadSpec> workloads,
      Timescale timescale,
      Optional<Instant> cutOff) {
    Dataset<Row> metrics = store.read(Tables.METRICS);
    Dataset<Row> known =
        cutOff
            .map(at -> metrics.where(functions.col("known_at").leq(Timestamp.from(at))))
            .orElse(metrics);
    return of(known, workloads, timescale);
  }

  /** The demand per workload name at some steps. */
  public static JavaPairRDD<String, Demand> read(
      DeltaStore store, Iterable<WorkloadSpec> workloads, Timescale timescale, StepRange steps) {
    Dataset<Row> metrics = store.read(Tables.METRICS);
    return of(Inputs.within(metrics, steps, Clockwork.of(timescale)), workloads, timescale);
  }

  /** The demand per workload name out of some rows of the table metrics. */
  static JavaPairRDD<String, Demand> of(
      Dataset<Row> metrics, Iterable<WorkloadSpec> workloads, Timescale timescale) {
    Map<String, String> metricOf = new HashMap<>();
    workloads.forEach(spec -> metricOf.put(spec.workload().toString(), spec.demand()));
    Dataset<Row> rows =
        inputs(metrics, metricOf.values())
            .select("namespace", "kind", "workload", "metric", "ts", "value", "known_at");
    long step = timescale.step().toSeconds();
    return rows.toJavaRDD()
        .mapToPair(row -> new Tuple2<>(name(row), sample(row, step)))
        .filter(pair -> pair._2().metric().equals(metricOf.get(pair._1())))
        .groupByKey()
        .mapValues(StoredDemand::onGrid);
  }

  /** The rows of whole workloads that may be a demand. */
  static Dataset<Row> inputs(Dataset<Row> metrics, Collection<String> demands) {
    return metrics
        .where(functions.col("pod").equalTo(""))
        .where(functions.col("metric").isin(Set.copyOf(demands).toArray()));
  }

  /** One row of the table metrics. */
  record Sample(String metric, long step, double value, long knownAt) implements Serializable {}

  private static boolean isNewer(Sample sample, double value, long knownAt) {
    // The value decides between rows of one moment, so that the order of reading never does.
    return sample.knownAt() > knownAt || (sample.knownAt() == knownAt && sample.value() > value);
  }

  private static String name(Row row) {
    return new WorkloadId(row.getString(0), row.getString(1), row.getString(2)).toString();
  }

  private static Sample sample(Row row, long step) {
    return new Sample(
        row.getString(3),
        Math.floorDiv(row.getTimestamp(4).getTime() / 1_000, step),
        row.getDouble(5),
        row.getTimestamp(6).getTime());
  }

  static Demand onGrid(Iterable<Sample> samples) {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (Sample sample : samples) {
      first = Math.min(first, sample.step());
      last = Math.max(last, sample.step());
    }
    double[] values = new double[Math.toIntExact(last - first + 1)];
    long[] knownAt = new long[values.length];
    Arrays.fill(values, Double.NaN);
    for (Iterator<Sample> each = samples.iterator(); each.hasNext(); ) {
      Sample sample = each.next();
      int position = (int) (sample.step() - first);
      if (isNewer(sample, values[position], knownAt[position])) {
        values[position] = sample.value();
        knownAt[position] = sample.knownAt();
      }
    }
    return new Demand(first, values, knownAt);
  }
}
