package io.tidewatch.spark.anomaly.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidewatch.evaluate.AlarmMetric;
import io.tidewatch.evaluate.Quantiles;
import io.tidewatch.evaluate.RankingMetric;
import io.tidewatch.source.LabelledSet;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** How a detector did on the test part of a set; the thresholds come from its train scores. */
record DetectorResult(
    String set,
    String detector,
    @JsonProperty("roc_auc") double rocAuc,
    double ap,
    @JsonProperty("best_f1") double bestF1,
    @JsonProperty("event_recall_q99") double eventRecallQ99,
    @JsonProperty("false_alarms_per_day_q99") double falseAlarmsPerDayQ99,
    @JsonProperty("event_recall_q999") double eventRecallQ999,
    @JsonProperty("false_alarms_per_day_q999") double falseAlarmsPerDayQ999) {

  static DetectorResult of(LabelledSet set, String detector, double[] scores) {
    BitSet test = (BitSet) set.train().clone();
    test.flip(0, set.length());
    double[] tested = test.stream().mapToDouble(row -> scores[row]).toArray();
    double[] trained = set.train().stream().mapToDouble(row -> scores[row]).toArray();
    boolean[] label = new boolean[tested.length];
    int at = 0;
    for (int row = test.nextSetBit(0); row >= 0; row = test.nextSetBit(row + 1)) {
      label[at++] = set.label().get(row);
    }
    double days = (double) tested.length * set.step().toSeconds() / Duration.ofDays(1).toSeconds();
    boolean[] often = above(tested, Quantiles.linear(trained, 0.99));
    boolean[] seldom = above(tested, Quantiles.linear(trained, 0.999));
    return new DetectorResult(
        set.name(),
        detector,
        RankingMetric.ROC_AUC.of(label, tested),
        RankingMetric.AVERAGE_PRECISION.of(label, tested),
        RankingMetric.BEST_F1.of(label, tested),
        AlarmMetric.EVENT_RECALL.of(label, often, days),
        AlarmMetric.FALSE_ALARMS_PER_DAY.of(label, often, days),
        AlarmMetric.EVENT_RECALL.of(label, seldom, days),
        AlarmMetric.FALSE_ALARMS_PER_DAY.of(label, seldom, days));
  }

  /** The mean over runs that differ in their seed only, or over sets. */
  static DetectorResult mean(String set, List<DetectorResult> runs) {
    return new DetectorResult(
        set,
        runs.get(0).detector(),
        mean(runs, DetectorResult::rocAuc),
        mean(runs, DetectorResult::ap),
        mean(runs, DetectorResult::bestF1),
        mean(runs, DetectorResult::eventRecallQ99),
        mean(runs, DetectorResult::falseAlarmsPerDayQ99),
        mean(runs, DetectorResult::eventRecallQ999),
        mean(runs, DetectorResult::falseAlarmsPerDayQ999));
  }

  private static double mean(List<DetectorResult> runs, ToDoubleFunction<DetectorResult> figure) {
    return runs.stream().mapToDouble(figure).average().orElseThrow();
  }

  private static boolean[] above(double[] scores, double threshold) {
    boolean[] alarm = new boolean[scores.length];
    for (int i = 0; i < alarm.length; i++) {
      alarm[i] = scores[i] > threshold;
    }
    return alarm;
  }
}
