package io.tidewatch.spark.feedback;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.Timescale;
import io.tidewatch.policy.simulate.HourOutcome.Verdict;
import io.tidewatch.policy.simulate.HourReplay;
import io.tidewatch.source.StepRange;
import io.tidewatch.spark.features.StoredDemand;
import io.tidewatch.spark.features.StoredDemand.Demand;
import io.tidewatch.spark.feedback.FeedbackSummary.Accuracy;
import io.tidewatch.spark.feedback.FeedbackSummary.Hours;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.spark.table.RowCodec;
import io.tidewatch.spark.table.SparkTypes;
import io.tidewatch.table.Tables;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What the truth says about the predictions and decisions of the last days.
 *
 * @param evaluations rows that were added or stated anew
 * @param outcomes the same
 */
record Judgement(long evaluations, long outcomes, List<Accuracy> accuracies, Hours hours) {
  /** Judges everything from a time on. */
  static Judgement of(
      SparkSession spark, DeltaStore store, Catalogue catalogue, Instant from, Instant now) {
    JavaPairRDD<String, Demand> truth = truth(store, catalogue, from, now).cache();
    try {
      LocalDate day = day(from);
      List<EvaluationRow> rows =
          new JudgedPredictions(catalogue.timescale(), catalogue.settle())
              .rows(store, truth, from, now);
      Dataset<Row> evaluations =
          RowCodec.of(EvaluationRow.class, SparkTypes.schema(Tables.EVALUATIONS)).rows(spark, rows);
      long evaluated = new Restated(store, Tables.EVALUATIONS).append(evaluations, day);
      Dataset<Row> outcomes = hours(catalogue, from, now).rows(store, truth).persist();
      long added = new Restated(store, Tables.OUTCOMES).append(outcomes, day);
      Judgement judgement = new Judgement(evaluated, added, newest(rows), hours(outcomes));
      outcomes.unpersist();
      return judgement;
    } finally {
      truth.unpersist();
    }
  }

  private static JavaPairRDD<String, Demand> truth(
      DeltaStore store, Catalogue catalogue, Instant from, Instant now) {
    Timescale timescale = catalogue.timescale();
    StepRange steps =
        new StepRange(
            timescale.stepIndex(from) - 2L * HourReplay.HOUR_STEPS, timescale.stepIndex(now));
    return StoredDemand.read(store, catalogue.workloads(), timescale, steps);
  }

  private static JudgedHours hours(Catalogue catalogue, Instant from, Instant now) {
    Timescale timescale = catalogue.timescale();
    return new JudgedHours(
        catalogue.workloads(),
        timescale.step(),
        hour(timescale, from),
        hour(timescale, now.minus(catalogue.settle())),
        now);
  }

  private static long hour(Timescale timescale, Instant at) {
    return Math.floorDiv(timescale.stepIndex(at), HourReplay.HOUR_STEPS);
  }

  private static List<Accuracy> newest(List<EvaluationRow> rows) {
    List<EvaluationRow> ofAll = rows.stream().filter(row -> row.workload().isEmpty()).toList();
    LocalDate last =
        ofAll.stream().map(EvaluationRow::day).max(Comparator.naturalOrder()).orElse(LocalDate.MIN);
    return ofAll.stream()
        .filter(row -> row.day().equals(last) && row.accuracy().isPresent())
        .sorted(Comparator.comparing(EvaluationRow::alias).thenComparing(EvaluationRow::horizon))
        .map(
            row ->
                new Accuracy(
                    row.model(),
                    row.version(),
                    row.alias(),
                    row.horizon(),
                    row.scored(),
                    row.accuracy().orElseThrow(),
                    row.pinball(),
                    row.coverage()))
        .toList();
  }

  private static Hours hours(Dataset<Row> outcomes) {
    Map<String, Long> counts = new HashMap<>();
    double[] sums = new double[3];
    for (Row row :
        outcomes
            .groupBy("verdict")
            .agg(
                count(lit(1)),
                sum("saved_pod_hours"),
                sum("regret_pod_hours"),
                sum("saved_dollars"))
            .collectAsList()) {
      counts.put(row.getString(0), row.getLong(1));
      for (int i = 0; i < sums.length; i++) {
        sums[i] += row.getDouble(2 + i);
      }
    }
    return new Hours(
        counts.getOrDefault(Verdict.HELPED.text(), 0L),
        counts.getOrDefault(Verdict.NEUTRAL.text(), 0L),
        counts.getOrDefault(Verdict.HARMED.text(), 0L),
        counts.getOrDefault(Verdict.UNKNOWN.text(), 0L),
        sums[0],
        sums[1],
        sums[2]);
  }

  private static LocalDate day(Instant at) {
    return at.atOffset(ZoneOffset.UTC).toLocalDate();
  }
}
