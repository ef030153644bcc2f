package io.tidewatch.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class AnomalyMetricsTest {
  private static final boolean[] LABEL = {false, false, true, true};
  private static final double[] SCORE = {0.1, 0.4, 0.35, 0.8};

  @Test
  void rankings_are_those_of_the_worked_example_of_scikit_learn() {
    assertEquals(0.75, RankingMetric.ROC_AUC.of(LABEL, SCORE), 1e-12);
    assertEquals(0.8333333333, RankingMetric.AVERAGE_PRECISION.of(LABEL, SCORE), 1e-9);
    assertEquals(0.8, RankingMetric.BEST_F1.of(LABEL, SCORE), 1e-12);
  }

  @Test
  void a_score_that_is_always_the_same_is_worth_nothing() {
    double[] same = {1, 1, 1, 1};
    assertEquals(0.5, RankingMetric.ROC_AUC.of(LABEL, same), 1e-12);
    assertEquals(0.5, RankingMetric.AVERAGE_PRECISION.of(LABEL, same), 1e-12);
  }

  @Test
  void without_points_of_both_kinds_there_is_nothing_to_rank() {
    assertThrows(
        IllegalArgumentException.class,
        () -> RankingMetric.ROC_AUC.of(new boolean[] {true, true}, new double[] {1, 2}));
  }

  @Test
  void an_event_is_found_by_one_alarm_and_an_alarm_that_touches_one_is_not_false() {
    boolean[] label = points("..xx...xx.x");
    boolean[] alarm = points(".xx..x..x..");
    assertEquals(2.0 / 3, AlarmMetric.EVENT_RECALL.of(label, alarm, 2), 1e-12);
    assertEquals(0.5, AlarmMetric.FALSE_ALARMS_PER_DAY.of(label, alarm, 2), 1e-12);
  }

  @Test
  void a_run_of_alarms_is_one_alarm() {
    assertEquals(
        2, AlarmMetric.FALSE_ALARMS_PER_DAY.of(points("......x"), points("xxx.xx."), 1), 1e-12);
  }

  private static boolean[] points(String text) {
    boolean[] points = new boolean[text.length()];
    for (int i = 0; i < points.length; i++) {
      points[i] = text.charAt(i) == 'x';
    }
    return points;
  }
}
