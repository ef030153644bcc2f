package io.tidewatch.spark.train;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.Series;
import io.tidewatch.domain.Timescale;
import io.tidewatch.spark.features.DemandVectors;
import io.tidewatch.spark.features.StoredDemand;
import io.tidewatch.spark.features.VectorSet;
import io.tidewatch.spark.features.WorkloadRows;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.table.Tables;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import scala.Tuple2;
import scala.collection.Seq;

/** Joins what the store holds of each workload: its demand and its feature vectors. */
public final class StoredRows {
  private StoredRows() {}

  /** The rows of every workload of a catalogue that has both. */
  public static JavaRDD<WorkloadRows> read(DeltaStore store, Catalogue catalogue) {
    return read(store, catalogue, Optional.empty());
  }

  /** The same, with the older rows thinned before they are brought together. */
  public static JavaRDD<WorkloadRows> read(
      DeltaStore store, Catalogue catalogue, Optional<Thinning> thinning) {
    Timescale timescale = catalogue.timescale();
    long step = timescale.step().toSeconds();
    Set<String> wanted = new HashSet<>();
    catalogue.workloads().forEach(spec -> wanted.add(spec.workload().toString()));
    JavaPairRDD<String, Stored> vectors =
        store
            .read(Tables.FEATURES)
            .where(functions.col("feature_set").equalTo(VectorSet.DEMAND.storedName()))
            .select("workload", "ts", "vector", "known_at")
            .toJavaRDD()
            .filter(row -> wanted.contains(row.getString(0)))
            .mapToPair(row -> new Tuple2<>(row.getString(0), vector(row, step)));
    JavaPairRDD<String, StoredDemand.Demand> demand =
        StoredDemand.read(store, catalogue.workloads(), timescale);
    JavaPairRDD<String, Stored> kept =
        thinning.map(thin -> thinned(vectors, thin, demand)).orElse(vectors);
    return demand
        .join(kept.groupByKey())
        .sortByKey()
        .map(pair -> rows(pair._1(), pair._2()._1().series(), pair._2()._2()));
  }

  private static JavaPairRDD<String, Stored> thinned(
      JavaPairRDD<String, Stored> vectors,
      Thinning thinning,
      JavaPairRDD<String, StoredDemand.Demand> demand) {
    Map<String, Long> whole =
        new HashMap<>(
            demand
                .mapValues(its -> thinning.wholeFrom(its.firstStep(), its.values().length))
                .collectAsMap());
    return vectors.filter(
        pair ->
            thinning.keeps(
                pair._1(), pair._2().step(), whole.getOrDefault(pair._1(), Long.MIN_VALUE)));
  }

  /** A row of the table features; of several rows of a step the newest known counts. */
  record Stored(long step, double[] vector, long knownAt) implements Serializable {}

  private static Stored vector(Row row, long step) {
    Seq<?> cells = row.getSeq(2);
    double[] vector = new double[cells.length()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (Double) cells.apply(i);
    }
    return new Stored(
        Math.floorDiv(row.getTimestamp(1).getTime() / 1_000, step),
        vector,
        row.getTimestamp(3).getTime());
  }

  private static WorkloadRows rows(String workload, Series demand, Iterable<Stored> stored) {
    List<DemandVectors.At> vectors = new ArrayList<>();
    for (Stored each : newest(stored)) {
      vectors.add(new DemandVectors.At((int) (each.step() - demand.firstStep()), each.vector()));
    }
    vectors.removeIf(at -> at.position() < 0 || at.position() >= demand.length());
    return WorkloadRows.of(workload, demand, new BitSet(), vectors);
  }

  /** One per step, by step: a repair adds a row that became known later. */
  static Collection<Stored> newest(Iterable<Stored> stored) {
    Map<Long, Stored> byStep = new TreeMap<>();
    for (Stored each : stored) {
      byStep.merge(
          each.step(), each, (one, other) -> other.knownAt() > one.knownAt() ? other : one);
    }
    return byStep.values();
  }
}
