package io.tidewatch.spark.anomaly;

import java.io.Serializable;
import java.util.List;

/**
 * An isolation forest: s = 2^(−E[h] ÷ c(ψ)), where h is the path length of a row in a tree and ψ
 * the rows that each tree was grown from. 0.5 is usual, towards 1 is strange (Liu, Ting and Zhou,
 * "Isolation forest", ICDM 2008).
 *
 * @param standardiser what a row passes before it meets a split
 * @param trees all grown from equally many rows
 * @param samples ψ
 */
record Forest(Standardiser standardiser, List<IsolationTree> trees, int samples)
    implements Serializable {
  Forest {
    trees = List.copyOf(trees);
  }

  /** How many features a row has. */
  int features() {
    return standardiser.mean().length;
  }

  /** The score of a row as it was measured, in (0, 1). */
  double score(float[] row) {
    float[] standard = standardiser.apply(row);
    double sum = 0;
    for (IsolationTree tree : trees) {
      sum += tree.pathLength(standard);
    }
    return StrictMath.pow(2, -sum / scale());
  }

  /**
   * By how many doublings each feature raised the score; with {@link #usualScore} it is exact:
   * score = usual score × 2^(sum over all features).
   */
  double[] doublings(float[] row) {
    float[] standard = standardiser.apply(row);
    double[] perFeature = new double[features()];
    trees.forEach(tree -> tree.shortened(standard, perFeature));
    for (int i = 0; i < perFeature.length; i++) {
      perFeature[i] /= scale();
    }
    return perFeature;
  }

  /** The score of a row of which nothing is known. */
  double usualScore() {
    double sum = 0;
    for (IsolationTree tree : trees) {
      sum += tree.path()[0];
    }
    return StrictMath.pow(2, -sum / scale());
  }

  /** What the sum of all path lengths is divided by. */
  double scale() {
    return trees.size() * PathLength.usual(samples);
  }
}
