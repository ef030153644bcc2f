package io.tidewatch.spark.anomaly;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.feature.HealthFeatures;
import io.tidewatch.spark.anomaly.HeldOut.PodRow;
import io.tidewatch.spark.anomaly.PlantedFaults.Planted;
import io.tidewatch.spark.gate.AnomalyEvidence;
import io.tidewatch.spark.gate.AnomalyEvidence.Alarms;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ForestJudgeTest {
  private static HeldOut heldOut;
  private static List<PodRow> learnt;

  @BeforeAll
  static void measure() {
    learnt = TestingPods.rows("shop/web", 20, 60);
    heldOut = new HeldOut(PodFeatures.HEALTH, TestingPods.rows("shop/api", 6, 60));
  }

  @Test
  void faults_of_every_kind_are_planted_into_a_fifth_of_the_pods_and_the_same_ones_each_time() {
    List<Planted> planted = plant();
    assertEquals(2 * 60, planted.size(), "two of six pods, each row once");
    assertEquals(
        EnumSet.allOf(FaultKind.class),
        planted.stream().map(Planted::kind).collect(Collectors.toSet()));
    List<Planted> again = plant();
    for (int i = 0; i < planted.size(); i++) {
      assertArrayEquals(planted.get(i).values(), again.get(i).values());
    }
  }

  @Test
  void a_fault_moves_the_features_of_its_metrics_and_no_others() {
    List<String> names = HealthFeatures.set().names();
    Set<String> changeable =
        Set.of("memory_working_set", "memory_of_limit", "worst_own_score", "worst_peer_score");
    float[] leak =
        plant().stream().filter(p -> p.kind() == FaultKind.LEAK).findFirst().orElseThrow().values();
    float[] real =
        heldOut.rows().stream()
            .map(PodRow::values)
            .min((a, b) -> Integer.compare(differences(a, leak), differences(b, leak)))
            .orElseThrow();
    assertTrue(leak[names.indexOf("memory_working_set_slope_60")] > 0.002f);
    for (int i = 0; i < leak.length; i++) {
      String name = names.get(i);
      boolean may = changeable.stream().anyMatch(name::startsWith);
      assertTrue(may || leak[i] == real[i], name + " " + real[i] + " " + leak[i]);
    }
  }

  @Test
  void a_forest_finds_faults_that_it_would_not_find_by_chance_and_a_crippled_one_fewer() {
    AnomalyEvidence good = evidence(ForestSettings.DEFAULT);
    AnomalyEvidence crippled = evidence(new ForestSettings(1, 2, 42, 0));
    assertEquals(360, good.rows());
    assertTrue(good.found() > 0.3, good.toString());
    assertTrue(good.alarmsPerPodDay() < 72, good.toString());
    assertTrue(crippled.found() < good.found(), crippled + " " + good);
  }

  @Test
  void a_forest_that_takes_half_of_its_training_for_strange_alarms_at_half_of_the_rows() {
    Alarms noisy = evidence(new ForestSettings(100, 256, 42, 0.5)).alarms().get(0);
    assertEquals("shop/api", noisy.of());
    assertTrue(noisy.alarms() > 0.3 * noisy.rows(), noisy.toString());
  }

  @Test
  void what_a_forest_has_learnt_from_does_not_count() {
    Instant middle = TestingPods.START.plusSeconds(60 * 29);
    assertEquals(180, heldOut.after(middle).rows().size());
    assertEquals(0, new ForestJudge(heldOut.after(Instant.MAX)).evidence(served(1)).rows());
  }

  @Test
  void two_forests_of_the_same_rows_agree_on_which_are_strange() {
    ForestJudge judge = new ForestJudge(heldOut);
    GrownForest one = TestingPods.grown(learnt, ForestSettings.DEFAULT);
    GrownForest other = TestingPods.grown(learnt, ForestSettings.DEFAULT.withSeed(1));
    assertTrue(judge.correlation(one, other) > 0.5, "" + judge.correlation(one, other));
    assertEquals(1, judge.correlation(one, one), 1e-12);
  }

  @Test
  void ranks_are_compared_and_not_values_and_equal_values_share_theirs() {
    double[] one = {1, 2, 3, 4};
    assertEquals(1, RankCorrelation.of(one, new double[] {0, 10, 11, 1_000}), 1e-12);
    assertEquals(-1, RankCorrelation.of(one, new double[] {4, 3, 2, 1}), 1e-12);
    // Ranks 0, 1.5, 1.5, 3 against 0, 1, 2, 3.
    double shared = RankCorrelation.of(one, new double[] {1, 5, 5, 9});
    assertEquals(4.5 / Math.sqrt(5 * 4.5), shared, 1e-12);
    assertEquals(0, RankCorrelation.of(one, new double[] {7, 7, 7, 7}));
  }

  private static List<Planted> plant() {
    return new PlantedFaults(PodFeatures.HEALTH.set()).into(heldOut);
  }

  private static AnomalyEvidence evidence(ForestSettings settings) {
    return new ForestJudge(heldOut).evidence(served(TestingPods.grown(learnt, settings)));
  }

  private static ServedForest served(int seed) {
    return served(TestingPods.grown(learnt, ForestSettings.DEFAULT.withSeed(seed)));
  }

  private static ServedForest served(GrownForest grown) {
    return new ServedForest(grown, PodFeatures.HEALTH, TestingPods.START, 1_000);
  }

  private static int differences(float[] one, float[] other) {
    int differences = 0;
    for (int i = 0; i < one.length; i++) {
      differences += one[i] == other[i] ? 0 : 1;
    }
    return differences;
  }
}
