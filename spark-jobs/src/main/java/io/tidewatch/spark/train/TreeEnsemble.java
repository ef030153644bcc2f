package io.tidewatch.spark.train;

import java.io.Serializable;
import java.util.List;

/**
 * A sum of regression trees, evaluated exactly as the exported graph is: float features, float
 * thresholds, {@code feature <= threshold} goes left.
 */
public record TreeEnsemble(List<Tree> trees) implements Serializable {
  /** Marks a leaf where the split feature of a node would stand. */
  public static final int LEAF = -1;

  public TreeEnsemble {
    trees = List.copyOf(trees);
  }

  /**
   * One tree; node 0 is its root.
   *
   * @param feature the feature that a node splits on, or {@link #LEAF}
   * @param threshold where it splits
   * @param left the node for values up to the threshold
   * @param right the node for greater values
   * @param value what a leaf adds to the sum
   */
  public record Tree(int[] feature, float[] threshold, int[] left, int[] right, float[] value)
      implements Serializable {
    /** The leaf that a row ends in. */
    public int leaf(float[] row) {
      int node = 0;
      while (feature[node] != LEAF) {
        node = row[feature[node]] <= threshold[node] ? left[node] : right[node];
      }
      return node;
    }

    /** The same tree with other values in its leaves. */
    Tree withValues(float[] values) {
      return new Tree(feature, threshold, left, right, values);
    }

    int size() {
      return feature.length;
    }
  }

  /** The ensemble's answer for one row. */
  public double predict(float[] row) {
    double sum = 0;
    for (Tree tree : trees) {
      sum += tree.value()[tree.leaf(row)];
    }
    return sum;
  }
}
