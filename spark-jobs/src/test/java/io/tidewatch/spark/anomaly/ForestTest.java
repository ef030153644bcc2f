package io.tidewatch.spark.anomaly;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.Severity;
import io.tidewatch.domain.UserException;
import io.tidewatch.spark.train.TreeEnsemble;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ForestTest {
  private static final ForestSettings SETTINGS = ForestSettings.DEFAULT;

  @Test
  void the_usual_path_length_is_that_of_the_paper() {
    assertEquals(0, PathLength.usual(0));
    assertEquals(0, PathLength.usual(1));
    assertEquals(1, PathLength.usual(2));
    // 2 (ln 255 + 0.5772156649) - 2 * 255 / 256
    assertEquals(10.2448, PathLength.usual(256), 1e-4);
  }

  @Test
  void a_forest_small_enough_to_compute_by_hand_scores_as_computed_by_hand() {
    // Root: x <= 1 goes to a leaf of 3 rows, else to a leaf of 1 row.
    IsolationTree tree =
        IsolationTree.of(
            new int[] {0, TreeEnsemble.LEAF, TreeEnsemble.LEAF},
            new float[] {1, 0, 0},
            new int[] {1, 0, 0},
            new int[] {2, 0, 0},
            new int[] {4, 3, 1});
    Forest forest =
        new Forest(new Standardiser(new float[] {10}, new float[] {2}), List.of(tree), 4);
    double c4 = 2 * (Math.log(3) + 0.5772156649) - 1.5;
    double c3 = 2 * (Math.log(2) + 0.5772156649) - 4.0 / 3;
    assertEquals(Math.pow(2, -(1 + c3) / c4), forest.score(new float[] {12}), 1e-6);
    assertEquals(Math.pow(2, -1 / c4), forest.score(new float[] {12.1f}), 1e-6);
    assertEquals(Math.pow(2, -(1 + 0.75 * c3) / c4), forest.usualScore(), 1e-6);
  }

  @Test
  void a_tree_keeps_every_row_and_is_no_deeper_than_an_average_one() {
    IsolationTree tree = TreeBuilder.grow(TestingRows.normal(256, 5, 1), 7);
    int[] depth = new int[tree.size()];
    int leaves = 0;
    for (int node = 0; node < tree.size(); node++) {
      if (tree.isLeaf(node)) {
        leaves += tree.rows()[node];
        continue;
      }
      int left = tree.left()[node];
      int right = tree.right()[node];
      assertEquals(tree.rows()[node], tree.rows()[left] + tree.rows()[right]);
      assertTrue(tree.rows()[left] > 0 && tree.rows()[right] > 0, "a split parts");
      depth[left] = depth[node] + 1;
      depth[right] = depth[node] + 1;
    }
    assertEquals(256, leaves);
    assertEquals(8, Arrays.stream(depth).max().orElseThrow());
  }

  @Test
  void what_lies_far_out_scores_higher_than_everything_else() {
    List<float[]> rows = TestingRows.normal(2_000, 3, 2);
    GrownForest grown = TestingRows.grown(rows, SETTINGS);
    // Far out in one feature alone is no stranger than the edge of the training in that feature.
    double far = grown.forest().score(new float[] {100, 200, -300});
    double centre = grown.forest().score(new float[] {0, 0, 0});
    assertTrue(far > 0.6 && centre < 0.5, far + " and " + centre);
    assertTrue(rows.stream().allMatch(row -> grown.forest().score(row) <= far));
    assertTrue(grown.thresholds().isAnomaly(far));
    assertFalse(grown.thresholds().isAnomaly(centre));
  }

  @Test
  void the_attribution_names_the_feature_and_the_side_and_adds_up_to_the_score() {
    GrownForest grown = TestingRows.grown(TestingRows.normal(2_000, 4, 3), SETTINGS);
    float[] row = {0, 0, -400, 0};
    FeatureShare first = FeatureShare.strongest(grown.forest(), row, 3).get(0);
    assertEquals(2, first.feature());
    assertEquals("low", first.direction());
    assertTrue(first.deviations() < -10, "" + first);
    double sum = Arrays.stream(grown.forest().doublings(row)).sum();
    assertEquals(grown.forest().score(row), grown.forest().usualScore() * Math.pow(2, sum), 1e-5);
  }

  @Test
  void the_order_in_which_rows_come_does_not_matter() {
    List<float[]> rows = TestingRows.normal(3_000, 3, 4);
    ForestSettings small = new ForestSettings(5, 64, 9, 0);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(1));
    Reservoir one = new Reservoir(small.pool());
    Reservoir two = new Reservoir(small.pool());
    for (int i : order) {
      String key = "row-" + i;
      (i % 3 == 0 ? one : two)
          .offer(new SampledRow(KeyHash.of(small.seed(), key), key, rows.get(i)));
    }
    String shuffled = ForestText.digest(GrownForest.of(two.merge(one).rows(), small));
    assertEquals(ForestText.digest(TestingRows.grown(rows, small)), shuffled);
    assertEquals(3_000, two.offered());
    assertEquals(5 * 64, two.rows().size());
    assertNotEquals(
        ForestText.digest(TestingRows.grown(rows, small.withSeed(10))), shuffled, "another seed");
  }

  @Test
  void rows_that_are_all_equal_are_all_usual() {
    List<float[]> rows = Collections.nCopies(500, new float[] {7, 0});
    GrownForest grown = TestingRows.grown(rows, SETTINGS);
    assertEquals(0.5, grown.forest().score(new float[] {7, 0}), 1e-6);
    assertFalse(grown.thresholds().isAnomaly(0.5));
  }

  @Test
  void a_constant_feature_is_never_split_and_hides_no_other() {
    List<float[]> rows = TestingRows.normal(1_000, 2, 5);
    rows.forEach(row -> row[1] = 1e6f);
    GrownForest grown = TestingRows.grown(rows, SETTINGS);
    for (IsolationTree tree : grown.forest().trees()) {
      for (int feature : tree.feature()) {
        assertNotEquals(1, feature);
      }
    }
    assertTrue(grown.forest().score(new float[] {200, 1e6f}) > 0.6);
  }

  @Test
  void two_neighbouring_floats_can_still_be_parted() {
    float low = 1;
    float high = Math.nextUp(low);
    IsolationTree tree = TreeBuilder.grow(List.of(new float[] {low}, new float[] {high}), 3);
    assertEquals(3, tree.size());
    assertEquals(1, tree.rows()[1]);
    assertEquals(1, tree.rows()[2]);
  }

  @Test
  void a_given_contamination_alarms_on_that_share_of_the_training() {
    List<float[]> rows = TestingRows.normal(1_000, 3, 6);
    GrownForest grown = TestingRows.grown(rows, new ForestSettings(100, 256, 42, 0.05));
    long alarms =
        rows.stream()
            .filter(row -> grown.thresholds().isAnomaly(grown.forest().score(row)))
            .count();
    assertEquals(50, alarms);
  }

  @Test
  void severity_rises_with_the_score() {
    Thresholds thresholds = new Thresholds(0.6, 0.7, 0.8);
    assertEquals(Severity.INFO, thresholds.severity(0.65));
    assertEquals(Severity.WARNING, thresholds.severity(0.75));
    assertEquals(Severity.CRITICAL, thresholds.severity(0.85));
  }

  @Test
  void the_canonical_form_reads_back_as_the_same_forest() {
    GrownForest grown = TestingRows.grown(TestingRows.normal(800, 6, 7), SETTINGS);
    GrownForest read = ForestText.parse(ForestText.lines(grown));
    assertEquals(ForestText.digest(grown), ForestText.digest(read));
    float[] row = TestingRows.normal(1, 6, 8).get(0);
    assertEquals(grown.forest().score(row), read.forest().score(row));
    assertArrayEquals(grown.forest().doublings(row), read.forest().doublings(row));
    assertThrows(UserException.class, () -> ForestText.parse(List.of("nonsense")));
  }

  @Test
  void unknown_values_and_wrong_settings_are_refused_by_name() {
    Reservoir reservoir = new Reservoir(10);
    reservoir.offer(new SampledRow(1, "pod-b", new float[] {1, Float.NaN}));
    reservoir.offer(new SampledRow(2, "pod-a", new float[] {Float.POSITIVE_INFINITY, 1}));
    assertEquals("row pod-a: feature 0 is Infinity", reservoir.refusal());
    UserException wrong =
        assertThrows(UserException.class, () -> new ForestSettings(0, 1, 42, Double.NaN));
    assertTrue(wrong.reason().contains("trees is 0"), wrong.reason());
    assertTrue(wrong.reason().contains("samples is 1"), wrong.reason());
    assertTrue(wrong.reason().contains("contamination is NaN"), wrong.reason());
    assertThrows(UserException.class, () -> GrownForest.of(List.of(), SETTINGS));
  }

  @Test
  void keys_that_differ_in_one_character_are_spread_evenly() {
    int below = 0;
    for (int i = 0; i < 10_000; i++) {
      below += KeyHash.of(TestingRows.SEED, "shop/web-" + i) < 0 ? 1 : 0;
    }
    assertTrue(Math.abs(below - 5_000) < 250, "" + below);
  }
}
