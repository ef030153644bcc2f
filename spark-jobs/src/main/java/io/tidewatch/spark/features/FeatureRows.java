package io.tidewatch.spark.features;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.WorkloadSpec;
import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.feature.DemandView;
import io.tidewatch.feature.FeatureSet;
import io.tidewatch.spark.features.StoredDemand.Demand;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.spark.table.SparkTypes;
import io.tidewatch.table.Tables;
import java.io.Serializable;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** The rows of the table features that are still missing. */
public final class FeatureRows {
  /** What the column feature_set holds: name, version and fingerprint. */
  public static final String SET_NAME = setName(DemandFeatures.set());

  // A vector is known when all that it was computed from is: a repair in its look-back counts.
  private static final int READS = DemandView.LOOK_BACK + DemandView.LONGEST_BRIDGE;

  private FeatureRows() {}

  /**
   * The rows of all steps after the newest that a workload has.
   *
   * @param newest step index of the newest row per workload; others begin with their first step
   */
  static Dataset<Row> of(
      SparkSession spark, DeltaStore store, Catalogue catalogue, Map<String, Long> newest) {
    Timescale timescale = catalogue.timescale();
    Map<String, Plan> plans = new HashMap<>();
    for (WorkloadSpec spec : catalogue.workloads()) {
      String name = spec.workload().toString();
      plans.put(name, new Plan(newest.getOrDefault(name, Long.MIN_VALUE), spec.zone(), timescale));
    }
    return spark.createDataFrame(
        StoredDemand.read(store, catalogue.workloads(), timescale)
            .flatMap(pair -> plans.get(pair._1()).rows(pair._1(), pair._2())),
        SparkTypes.schema(Tables.FEATURES));
  }

  /** How one workload's rows are computed. */
  private record Plan(long newest, ZoneId zone, Clockwork clockwork) implements Serializable {
    Plan(long newest, ZoneId zone, Timescale timescale) {
      this(newest, zone, Clockwork.of(timescale));
    }

    Iterator<Row> rows(String workload, Demand demand) {
      Timescale timescale = clockwork.timescale();
      int from = (int) Math.max(0, Math.min(newest + 1 - demand.firstStep(), Integer.MAX_VALUE));
      int start = newest == Long.MIN_VALUE ? 0 : from;
      long[] knownSince = KnownSince.newest(demand.knownAt(), READS);
      return DemandVectors.from(start, demand.series(), timescale, zone).stream()
          .map(at -> row(workload, demand, knownSince, at, timescale))
          .iterator();
    }
  }

  /** A time scale that Spark can send to its executors. */
  private record Clockwork(Duration step, Instant wall, Instant nominal) implements Serializable {
    static Clockwork of(Timescale timescale) {
      return new Clockwork(timescale.step(), timescale.wallAnchor(), timescale.nominalAnchor());
    }

    Timescale timescale() {
      return new Timescale(step, wall, nominal);
    }
  }

  private static Row row(
      String workload, Demand demand, long[] knownSince, DemandVectors.At at, Timescale timescale) {
    Instant ts = timescale.wallTime(demand.firstStep() + at.position());
    return RowFactory.create(
        SET_NAME,
        workload,
        "",
        Timestamp.from(ts),
        new Timestamp(knownSince[at.position()]),
        at.vector(),
        Date.valueOf(ts.atOffset(ZoneOffset.UTC).toLocalDate()));
  }

  private static String setName(FeatureSet<?> set) {
    return set.name() + "/" + set.version() + "/" + set.fingerprint();
  }
}
