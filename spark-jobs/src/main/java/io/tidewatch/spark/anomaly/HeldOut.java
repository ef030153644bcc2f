package io.tidewatch.spark.anomaly;

import io.tidewatch.spark.table.DeltaStore;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import scala.collection.Seq;

/**
 * Rows that forests are judged on: a uniform sample by hash, so that memory is bounded and the same
 * table gives the same rows on any partitioning.
 *
 * @param rows in the order of their hashes
 */
record HeldOut(PodFeatures features, List<PodRow> rows) {
  static final int MOST = 20_000;

  private static final long SEED = 7;

  HeldOut {
    rows = List.copyOf(rows);
  }

  /** A pod at one step. */
  record PodRow(long hash, String workload, String pod, Instant ts, float[] values)
      implements Serializable {
    static PodRow of(SampledRow row) {
      int last = row.key().lastIndexOf('/');
      int before = row.key().lastIndexOf('/', last - 1);
      return new PodRow(
          row.hash(),
          row.key().substring(0, before),
          row.key().substring(before + 1, last),
          Instant.ofEpochSecond(Long.parseLong(row.key().substring(last + 1))),
          row.values());
    }
  }

  /** Of what the condition leaves; rows with unknown values are left out. */
  static HeldOut read(DeltaStore store, PodFeatures features, Column wanted) {
    Reservoir sample =
        features
            .rows(store, wanted)
            .select("key", "values")
            .toJavaRDD()
            .map(HeldOut::sampled)
            .treeAggregate(new Reservoir(MOST), Reservoir::offer, Reservoir::merge);
    return new HeldOut(features, sample.rows().stream().map(PodRow::of).toList());
  }

  /** Those after a time: what a forest has learnt from does not count. */
  HeldOut after(Instant time) {
    return new HeldOut(features, rows.stream().filter(row -> row.ts().isAfter(time)).toList());
  }

  /** How many pods each workload has. */
  Map<String, Long> pods() {
    return rows.stream()
        .map(row -> Map.entry(row.workload(), row.pod()))
        .distinct()
        .collect(Collectors.groupingBy(Map.Entry::getKey, Collectors.counting()));
  }

  private static SampledRow sampled(Row row) {
    String key = row.getString(0);
    return new SampledRow(KeyHash.of(SEED, key), key, Floats.of(row.<Seq<Double>>getAs(1)));
  }
}
