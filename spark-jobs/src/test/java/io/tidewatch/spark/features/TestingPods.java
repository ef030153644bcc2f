package io.tidewatch.spark.features;

import io.tidewatch.domain.Series;
import io.tidewatch.domain.Timescale;
import io.tidewatch.feature.PodLogs;
import io.tidewatch.feature.PodLogs.Counts;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.spark.table.SparkTypes;
import io.tidewatch.table.TableContract;
import io.tidewatch.table.Tables;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** Pods of one workload whose rows land in the tables and are remembered for a direct check. */
final class TestingPods {
  private static final Timescale TIME = Timescale.realTime();

  /** One value of one metric of one pod. */
  private record Cell(double value, Instant knownAt) {}

  private final SparkSession spark;
  private final DeltaStore store;
  private final long first;
  private final int length;
  private final Map<String, Map<String, Map<Integer, Cell>>> metrics = new TreeMap<>();
  private final Map<String, Map<Integer, Counts>> written = new HashMap<>();
  private final List<Row> metricRows = new ArrayList<>();
  private final List<Row> countRows = new ArrayList<>();

  TestingPods(SparkSession spark, DeltaStore store, Instant first, int length) {
    this.spark = spark;
    this.store = store;
    this.first = TIME.stepIndex(first);
    this.length = length;
  }

  Instant time(int position) {
    return TIME.wallTime(first + position);
  }

  void metric(String pod, String metric, int position, double value, Instant knownAt) {
    metrics
        .computeIfAbsent(pod, name -> new TreeMap<>())
        .computeIfAbsent(metric, name -> new TreeMap<>())
        .merge(
            position,
            new Cell(value, knownAt),
            (one, other) -> other.knownAt().isBefore(one.knownAt()) ? one : other);
    metricRows.add(
        RowFactory.create(
            "shop",
            "Deployment",
            "web",
            pod,
            metric,
            Timestamp.from(time(position)),
            value,
            Timestamp.from(knownAt),
            false,
            day(position)));
  }

  /** A step's lines: {@code errors} of one template that is new then, the rest of an old one. */
  void log(String pod, int position, long lines, long errors, boolean fresh) {
    written
        .computeIfAbsent(pod, name -> new HashMap<>())
        .put(position, new Counts(lines + errors, 0, errors, errors > 0 ? 2 : 1, fresh ? 1 : 0));
    count(pod, position, "info", "t-old", lines, time(0).minusSeconds(9_999), 0);
    if (errors > 0) {
      Instant seen = fresh ? time(position).minusSeconds(20) : time(0).minusSeconds(9_999);
      // Superseded by what follows: of several rows of one key the newest known counts.
      count(pod, position, "error", "t-error", errors + 7, seen, 0);
      count(pod, position, "error", "t-error", errors, seen, 5);
    }
  }

  private void count(
      String pod, int position, String level, String template, long n, Instant seen, int later) {
    countRows.add(
        RowFactory.create(
            "shop",
            "Deployment",
            "web",
            pod,
            Timestamp.from(time(position)),
            level,
            template,
            n,
            Timestamp.from(seen),
            Timestamp.from(time(position).plusSeconds(30 + later)),
            false,
            day(position)));
  }

  /** What was added since the last time goes into the tables. */
  void land() {
    land(Tables.METRICS, metricRows);
    land(Tables.LOG_COUNTS, countRows);
  }

  private void land(TableContract table, List<Row> rows) {
    if (!rows.isEmpty()) {
      store.append(
          table, spark.createDataFrame(List.copyOf(rows), SparkTypes.schema(table)).coalesce(1));
      rows.clear();
    }
  }

  private Date day(int position) {
    return Date.valueOf(time(position).atOffset(ZoneOffset.UTC).toLocalDate());
  }

  /** The whole history on the step grid, as a serving process would have it. */
  Map<String, Map<String, Series>> series() {
    Map<String, Map<String, Series>> series = new HashMap<>();
    metrics.forEach(
        (pod, byMetric) -> {
          Map<String, Series> own = new HashMap<>();
          byMetric.forEach(
              (metric, cells) -> {
                double[] values = new double[length];
                Arrays.fill(values, Double.NaN);
                cells.forEach((position, cell) -> values[position] = cell.value());
                own.put(metric, Series.of(first, values));
              });
          series.put(pod, own);
        });
    return series;
  }

  /** The same of the logs. */
  Map<String, Map<String, Series>> logSeries() {
    BitSet lines = new BitSet();
    written.values().forEach(counts -> counts.keySet().forEach(lines::set));
    BitSet heard = PodLogs.heard(length, lines, new BitSet());
    Map<String, Map<String, Series>> series = new HashMap<>();
    metrics.forEach(
        (pod, byMetric) -> {
          BitSet seen = new BitSet();
          byMetric.values().forEach(cells -> cells.keySet().forEach(seen::set));
          Map<Integer, Counts> counts = written.getOrDefault(pod, Map.of());
          series.put(pod, PodLogs.series(first, length, counts, seen, heard));
        });
    return series;
  }

  /** When all that a pod's health vector reads of its own, and its peers' now, was known. */
  Instant healthKnownAt(String pod, int position) {
    Instant newest = Instant.EPOCH;
    for (Map.Entry<String, Map<String, Map<Integer, Cell>>> each : metrics.entrySet()) {
      int from = each.getKey().equals(pod) ? position - 720 : position;
      for (Map<Integer, Cell> cells : each.getValue().values()) {
        for (int i = from; i <= position; i++) {
          Cell cell = cells.get(i);
          newest = cell != null && cell.knownAt().isAfter(newest) ? cell.knownAt() : newest;
        }
      }
    }
    return newest;
  }

  int position(Instant time) {
    return (int) (TIME.stepIndex(time) - first);
  }
}
