package io.tidewatch.spark.feedback;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.tidewatch.domain.Series;
import io.tidewatch.domain.WorkloadSpec;
import io.tidewatch.policy.simulate.Asked;
import io.tidewatch.policy.simulate.HourReplay;
import io.tidewatch.spark.features.StoredDemand.Demand;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.spark.table.RowCodec;
import io.tidewatch.spark.table.SparkTypes;
import io.tidewatch.table.Tables;
import java.io.Serializable;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/** Judges what was decided in the hours of some steps, workload by workload on the executors. */
final class JudgedHours implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int QUARTERS = 4;

  private final Map<String, Terms> terms = new HashMap<>();
  private final long stepMillis;
  private final long firstHour;
  private final long afterLastHour;
  private final Instant now;

  /** What a workload's pods can do and cost. */
  private record Terms(boolean capacityKnown, double capacity, int leadSeconds, double price)
      implements Serializable {
    static Terms of(WorkloadSpec spec) {
      return new Terms(
          spec.capacity().isPresent(),
          spec.capacity().orElse(0),
          spec.leadTimeSeconds(),
          spec.costPerPodHour());
    }

    HourReplay replay() {
      return new HourReplay(
          capacityKnown ? OptionalDouble.of(capacity) : OptionalDouble.empty(), leadSeconds);
    }
  }

  /** One decision that is known to the step's quarter. */
  private record Wish(long millis, int before, int wanted, int hpa) implements Serializable {
    Asked asked(long stepMillis) {
      return new Asked(Math.floorDiv(millis * QUARTERS, stepMillis), before, wanted, hpa);
    }
  }

  /**
   * Judges whole hours.
   *
   * @param firstHour steps since the epoch ÷ {@link HourReplay#HOUR_STEPS}
   * @param afterLastHour the first that is not over
   */
  JudgedHours(
      List<WorkloadSpec> workloads,
      Duration step,
      long firstHour,
      long afterLastHour,
      Instant now) {
    workloads.forEach(spec -> terms.put(spec.workload().toString(), Terms.of(spec)));
    this.stepMillis = step.toMillis();
    this.firstHour = firstHour;
    this.afterLastHour = afterLastHour;
    this.now = now;
  }

  /** The outcomes of those hours, as rows of their table. */
  Dataset<Row> rows(DeltaStore store, JavaPairRDD<String, Demand> truth) {
    Dataset<Row> decisions = store.read(Tables.DECISIONS);
    JavaRDD<Row> rows =
        near(decisions)
            .toJavaRDD()
            .mapToPair(row -> new Tuple2<>(row.<String>getAs("workload"), wish(row)))
            .filter(pair -> terms.containsKey(pair._1()))
            .groupByKey()
            .leftOuterJoin(truth)
            .flatMap(pair -> outcomes(pair._1(), pair._2()._1(), pair._2()._2()));
    return decisions.sparkSession().createDataFrame(rows, SparkTypes.schema(Tables.OUTCOMES));
  }

  // An hour before the first: its last decisions still stand, and its pods still start.
  private Dataset<Row> near(Dataset<Row> decisions) {
    Instant from = begin(firstHour - 1);
    LocalDate day = from.atOffset(ZoneOffset.UTC).toLocalDate();
    return decisions
        .where(col("day").geq(lit(Date.valueOf(day))))
        .where(col("ts").geq(lit(Timestamp.from(from))))
        .where(col("ts").lt(lit(Timestamp.from(begin(afterLastHour)))))
        .where(col("wanted").isNotNull());
  }

  private Instant begin(long hour) {
    return Instant.ofEpochMilli(hour * HourReplay.HOUR_STEPS * stepMillis);
  }

  private Iterator<Row> outcomes(String workload, Iterable<Wish> wishes, Optional<Demand> truth) {
    Terms its = terms.get(workload);
    HourReplay replay = its.replay();
    Series demand = truth.isPresent() ? truth.get().series() : Series.of(0);
    List<Asked> asked = new ArrayList<>();
    wishes.forEach(wish -> asked.add(wish.asked(stepMillis)));
    asked.sort(null);
    RowCodec<OutcomeRow> codec = RowCodec.of(OutcomeRow.class, SparkTypes.schema(Tables.OUTCOMES));
    List<Row> rows = new ArrayList<>();
    long hourQuarters = (long) HourReplay.HOUR_STEPS * QUARTERS;
    for (long hour = firstHour; hour < afterLastHour; hour++) {
      long from = hour * hourQuarters;
      long count =
          asked.stream()
              .filter(one -> one.quarter() >= from && one.quarter() < from + hourQuarters)
              .count();
      Instant begin = begin(hour);
      replay
          .outcome(hour, asked, demand)
          .map(found -> OutcomeRow.of(workload, begin, count, found, its.price(), now))
          .map(codec::row)
          .ifPresent(rows::add);
    }
    return rows.iterator();
  }

  private static Wish wish(Row row) {
    return new Wish(
        row.<Timestamp>getAs("ts").getTime(),
        row.<Integer>getAs("before"),
        row.<Integer>getAs("wanted"),
        row.<Integer>getAs("hpa"));
  }
}
