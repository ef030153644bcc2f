package io.tidewatch.spark.feedback;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.tidewatch.domain.Series;
import io.tidewatch.domain.Timescale;
import io.tidewatch.spark.features.StoredDemand.Demand;
import io.tidewatch.spark.feedback.EvaluationRow.Subject;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.table.Tables;
import java.io.Serializable;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/** Compares predictions with the demand that was measured at their time. */
final class JudgedPredictions {
  private static final Comparator<Said> BY_TIME =
      Comparator.comparingLong(Said::madeAt).thenComparingLong(Said::target);
  private static final Comparator<Subject> BY_NAME = Comparator.comparing(Subject::toString);

  private final Timescale timescale;
  private final Duration settle;

  JudgedPredictions(Timescale timescale, Duration settle) {
    this.timescale = timescale;
    this.settle = settle;
  }

  /**
   * One prediction.
   *
   * @param target the step that it is about
   */
  private record Said(
      Subject subject, long madeAt, long target, double point, double lower, double upper)
      implements Serializable {}

  /**
   * What there is to say about the predictions for the days from {@code from} on: of all workloads
   * together, and of each as soon as the day is over.
   */
  List<EvaluationRow> rows(
      DeltaStore store, JavaPairRDD<String, Demand> truth, Instant from, Instant now) {
    Map<Subject, ForecastTally> tallies = new TreeMap<>(BY_NAME);
    // In one order, so that sums of doubles are the same in each run.
    tallies(store, truth, from).stream()
        .sorted(Comparator.comparing(Tuple2::_1, BY_NAME))
        .forEach(
            one -> {
              tallies.put(one._1(), one._2());
              tallies.merge(one._1().ofAll(), one._2(), ForecastTally::plus);
            });
    return tallies.entrySet().stream()
        .filter(one -> one.getKey().workload().isEmpty() || isOver(one.getKey(), now))
        .map(one -> EvaluationRow.of(one.getKey(), one.getValue(), now))
        .toList();
  }

  private boolean isOver(Subject subject, Instant now) {
    Instant end = Instant.EPOCH.plus(Duration.ofDays(subject.epochDay() + 1));
    return !now.isBefore(end.plus(settle));
  }

  private List<Tuple2<Subject, ForecastTally>> tallies(
      DeltaStore store, JavaPairRDD<String, Demand> truth, Instant from) {
    long step = timescale.step().toSeconds();
    // A prediction is made at most a few hours before its time.
    Date firstDay = Date.valueOf(from.minus(Duration.ofDays(1)).toString().substring(0, 10));
    Dataset<Row> predictions =
        store
            .read(Tables.PREDICTIONS)
            .where(col("day").geq(lit(firstDay)))
            .where(col("target_ts").geq(lit(Timestamp.from(from))));
    return predictions
        .toJavaRDD()
        .mapToPair(row -> new Tuple2<>(row.<String>getAs("workload"), said(row, step)))
        .groupByKey()
        .join(truth)
        .flatMap(pair -> tally(pair._2()._1(), pair._2()._2().series()).iterator())
        .collect();
  }

  private static List<Tuple2<Subject, ForecastTally>> tally(Iterable<Said> all, Series truth) {
    List<Said> said = new ArrayList<>();
    all.forEach(said::add);
    said.sort(BY_TIME);
    Map<Subject, ForecastTally> tallies = new TreeMap<>(BY_NAME);
    for (Said one : said) {
      long position = one.target() - truth.firstStep();
      if (position >= 0 && position < truth.length() && truth.known((int) position)) {
        ForecastTally before = tallies.getOrDefault(one.subject(), ForecastTally.NOTHING);
        tallies.put(
            one.subject(),
            before.with(truth.value((int) position), one.point(), one.lower(), one.upper()));
      }
    }
    return tallies.entrySet().stream()
        .map(one -> new Tuple2<>(one.getKey(), one.getValue()))
        .toList();
  }

  private static Said said(Row row, long stepSeconds) {
    long target = row.<Timestamp>getAs("target_ts").getTime() / 1_000;
    return new Said(
        new Subject(
            row.getAs("workload"),
            row.getAs("model"),
            row.getAs("version"),
            row.getAs("alias"),
            row.<Integer>getAs("horizon"),
            // A step that ends at midnight belongs to the day before.
            Math.floorDiv(target - 1, Duration.ofDays(1).toSeconds())),
        row.<Timestamp>getAs("made_at").getTime(),
        Math.floorDiv(target, stepSeconds),
        row.getAs("point"),
        row.getAs("lower"),
        row.getAs("upper"));
  }
}
