package io.tidewatch.spark.anomaly;

import io.tidewatch.spark.gate.AnomalyEvidence;
import io.tidewatch.spark.gate.AnomalyEvidence.Alarms;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Gathers the evidence on forests: alarms and planted faults found, all on the same rows. */
final class ForestJudge {
  private static final int BATCHES = 5;
  private static final int BATCH = 256;

  private final HeldOut rows;
  private final List<PlantedFaults.Planted> planted;

  ForestJudge(HeldOut rows) {
    this.rows = rows;
    this.planted = new PlantedFaults(rows.features().set()).into(rows);
  }

  /** The evidence on one version. */
  AnomalyEvidence evidence(ServedForest served) {
    GrownForest grown = served.grown();
    return new AnomalyEvidence(
        count(rows.rows(), HeldOut.PodRow::workload, row -> row.values(), grown),
        count(planted, each -> each.kind().label(), each -> each.values(), grown),
        served.bytes(),
        micros(grown));
  }

  /** By how much two versions agree on which rows, as they were measured, are the stranger ones. */
  double correlation(GrownForest one, GrownForest other) {
    return RankCorrelation.of(scores(one), scores(other));
  }

  private double[] scores(GrownForest grown) {
    return rows.rows().stream().mapToDouble(row -> score(grown, row.values())).toArray();
  }

  private static <T> List<Alarms> count(
      List<T> rows, Function<T, String> of, Function<T, float[]> values, GrownForest grown) {
    Map<String, List<T>> groups =
        rows.stream().collect(Collectors.groupingBy(of, TreeMap::new, Collectors.toList()));
    return groups.entrySet().stream()
        .map(
            group ->
                new Alarms(
                    group.getKey(),
                    group.getValue().size(),
                    group.getValue().stream()
                        .filter(row -> isAlarm(grown, values.apply(row)))
                        .count()))
        .toList();
  }

  private static boolean isAlarm(GrownForest grown, float[] values) {
    return grown.thresholds().isAnomaly(score(grown, values));
  }

  /** A forest of health alone reads the first part of a row that has logs behind it. */
  private static double score(GrownForest grown, float[] values) {
    int features = grown.forest().features();
    return grown
        .forest()
        .score(values.length == features ? values : Arrays.copyOf(values, features));
  }

  /** The fastest of some batches: a slow machine must not refuse a forest, a slow forest may. */
  private double micros(GrownForest grown) {
    List<HeldOut.PodRow> batch = rows.rows().stream().limit(BATCH).toList();
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < BATCHES && !batch.isEmpty(); i++) {
      long began = System.nanoTime();
      double sum = batch.stream().mapToDouble(row -> score(grown, row.values())).sum();
      double taken = (System.nanoTime() - began) / 1e3 / batch.size();
      best = sum > 0 ? Math.min(best, taken) : best;
    }
    return Double.isFinite(best) ? best : 0;
  }
}
