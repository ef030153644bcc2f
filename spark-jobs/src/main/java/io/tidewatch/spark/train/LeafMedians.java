package io.tidewatch.spark.train;

import io.tidewatch.spark.train.TreeEnsemble.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns trees that were grown for the squared error into a model of the absolute error.
 *
 * <p>MLlib boosts with squared loss only. Friedman's TreeBoost (2001, algorithm 3) for the absolute
 * loss puts the median of the present residuals into each leaf; here the shapes of the trees are
 * kept as they were grown, and from the first tree to the last each leaf becomes the weighted
 * median of what the trees before it have left, times the step. The weighted absolute error of the
 * relative target, weighted by the level, is the absolute error of the demand itself.
 */
final class LeafMedians {
  private final List<Example> examples;
  private final double step;

  LeafMedians(List<Example> examples, double step) {
    this.examples = examples;
    this.step = step;
  }

  /** The same shapes with the values of the absolute loss of these targets, one per example. */
  TreeEnsemble refit(TreeEnsemble grown, double[] targets) {
    double[] residual = targets.clone();
    List<Tree> refitted = new ArrayList<>(grown.trees().size());
    for (Tree tree : grown.trees()) {
      // The first tree is the start of the sum and counts in full, as in MLlib.
      Tree next = refit(tree, residual, refitted.isEmpty() ? 1 : step);
      for (int i = 0; i < residual.length; i++) {
        residual[i] -= next.value()[next.leaf(examples.get(i).vector())];
      }
      refitted.add(next);
    }
    return new TreeEnsemble(refitted);
  }

  private Tree refit(Tree tree, double[] residual, double rate) {
    int[] leaf = examples.stream().mapToInt(e -> tree.leaf(e.vector())).toArray();
    int[] size = new int[tree.size()];
    Arrays.stream(leaf).forEach(node -> size[node]++);
    int[][] members = new int[tree.size()][];
    Arrays.setAll(members, node -> new int[size[node]]);
    for (int i = 0; i < leaf.length; i++) {
      members[leaf[i]][--size[leaf[i]]] = i;
    }
    float[] values = new float[tree.size()];
    for (int node = 0; node < values.length; node++) {
      if (members[node].length > 0) {
        values[node] = (float) (rate * median(members[node], residual));
      }
    }
    return tree.withValues(values);
  }

  private double median(int[] members, double[] residual) {
    long[] order = new long[members.length];
    double total = 0;
    for (int k = 0; k < order.length; k++) {
      order[k] = sortable(residual[members[k]], k);
      total += examples.get(members[k]).weight();
    }
    Arrays.sort(order);
    double sum = 0;
    for (long key : order) {
      int member = members[(int) (key & 0xFFFFFFFFL)];
      sum += examples.get(member).weight();
      if (sum >= total / 2) {
        return residual[member];
      }
    }
    return 0;
  }

  /** A long whose order is that of the value (to a float's precision), with an index below it. */
  private static long sortable(double value, int index) {
    int bits = Float.floatToIntBits((float) value);
    int ordered = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    return ((long) ordered << 32) | index;
  }
}
