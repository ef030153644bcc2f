package io.tidewatch.spark.train;

import java.io.Serializable;

/**
 * How the forecast models are grown.
 *
 * @param trees boosting rounds
 * @param depth deepest split of a tree
 * @param step share of each tree that is added
 * @param rowShare share of the rows that a tree sees
 * @param featureShare share of the features that a split may choose from
 * @param bins candidate thresholds per feature
 * @param leafRows fewest rows in a leaf
 * @param mostRows rows to learn from at most; more are thinned by a seeded hash
 * @param seed of everything that is random
 */
public record TrainingSettings(
    int trees,
    int depth,
    double step,
    double rowShare,
    double featureShare,
    int bins,
    int leafRows,
    int mostRows,
    long seed)
    implements Serializable {
  /** What was best within the demo's five minutes on two cores. */
  public static final TrainingSettings DEFAULT =
      new TrainingSettings(60, 5, 0.1, 0.8, 0.6, 32, 50, 40_000, 42);

  // Below this many rows a second slice costs more in messages than it saves in sums.
  private static final int ROWS_PER_SLICE = 50_000;

  public TrainingSettings {
    if (trees < 1 || depth < 1 || bins < 2 || leafRows < 1 || mostRows < 1) {
      throw new IllegalArgumentException("trees, depth, bins, leafRows, mostRows must be positive");
    }
  }

  /** The same with another seed. */
  public TrainingSettings withSeed(long other) {
    return new TrainingSettings(
        trees, depth, step, rowShare, featureShare, bins, leafRows, mostRows, other);
  }

  /** The same with another number of trees. */
  public TrainingSettings withTrees(int other) {
    return new TrainingSettings(
        other, depth, step, rowShare, featureShare, bins, leafRows, mostRows, seed);
  }

  /** In how many slices the rows are spread over {@code cores}. */
  int slices(int cores) {
    return Math.max(1, Math.min(cores, mostRows / ROWS_PER_SLICE));
  }
}
