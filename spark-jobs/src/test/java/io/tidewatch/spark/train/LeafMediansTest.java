package io.tidewatch.spark.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.spark.train.TreeEnsemble.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LeafMediansTest {
  private static final Tree STUMP = TestingTrees.stump(1, 0.5f, 0, 0);

  @Test
  void the_first_tree_counts_in_full_and_each_leaf_is_the_weighted_median_of_its_rows() {
    List<Example> examples =
        List.of(row(0, 1), row(0, 1), row(0, 3), row(1, 1), row(1, 1), row(1, 1));
    double[] targets = {-5, 2, 7, 10, 20, 90};
    TreeEnsemble refitted = refit(examples, targets, 0.1, STUMP);
    assertEquals(7, refitted.predict(row(0, 1).vector()), 1e-6, "the heavy row decides");
    assertEquals(20, refitted.predict(row(1, 1).vector()), 1e-6, "an outlier does not");
  }

  @Test
  void later_trees_add_a_step_towards_what_is_left() {
    List<Example> examples = List.of(row(0, 1), row(1, 1));
    TreeEnsemble refitted =
        refit(examples, new double[] {0, 10}, 0.1, TestingTrees.leaf(0), STUMP, STUMP);
    // The single leaf takes the lower median 0; the stumps then add 10 % of 10 and of 9.
    assertEquals(1.9, refitted.predict(row(1, 1).vector()), 1e-6);
    assertEquals(0, refitted.predict(row(0, 1).vector()), 1e-6);
  }

  @Test
  void a_leaf_that_no_row_reaches_adds_nothing() {
    TreeEnsemble refitted = refit(List.of(row(0, 1)), new double[] {4}, 0.1, STUMP);
    assertEquals(0, refitted.predict(row(1, 1).vector()));
  }

  @Property(tries = 50)
  void the_weighted_absolute_error_is_not_above_that_of_the_means(@ForAll long seed) {
    Random random = new Random(seed);
    List<Example> examples = new ArrayList<>();
    double[] targets = new double[200];
    for (int i = 0; i < targets.length; i++) {
      examples.add(row(random.nextFloat(), 0.1 + random.nextDouble()));
      targets[i] = Math.exp(2 * random.nextGaussian()) + (i % 2 == 0 ? 1 : 0);
    }
    Tree means =
        TestingTrees.stump(1, 0.5f, mean(examples, targets, true), mean(examples, targets, false));
    TreeEnsemble medians = refit(examples, targets, 0.1, means);
    double before = error(new TreeEnsemble(List.of(means)), examples, targets);
    assertTrue(error(medians, examples, targets) <= before + 1e-4);
  }

  private static TreeEnsemble refit(
      List<Example> examples, double[] targets, double step, Tree... trees) {
    return new LeafMedians(examples, step).refit(new TreeEnsemble(List.of(trees)), targets);
  }

  private static Example row(double input, double weight) {
    return new Example(new float[] {100, (float) input}, weight, new double[3]);
  }

  private static float mean(List<Example> examples, double[] targets, boolean left) {
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < targets.length; i++) {
      if (examples.get(i).vector()[1] <= 0.5f == left) {
        sum += examples.get(i).weight() * targets[i];
        weights += examples.get(i).weight();
      }
    }
    return (float) (sum / weights);
  }

  private static double error(TreeEnsemble model, List<Example> examples, double[] targets) {
    double[] misses = new double[targets.length];
    Arrays.setAll(
        misses,
        i ->
            examples.get(i).weight()
                * Math.abs(targets[i] - model.predict(examples.get(i).vector())));
    return Arrays.stream(misses).sum();
  }
}
