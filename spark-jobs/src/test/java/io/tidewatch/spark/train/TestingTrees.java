package io.tidewatch.spark.train;

import io.tidewatch.spark.train.TreeEnsemble.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Small trees and models to test with. */
final class TestingTrees {
  private TestingTrees() {}

  /** A tree of one leaf. */
  static Tree leaf(float value) {
    return new Tree(
        new int[] {TreeEnsemble.LEAF}, new float[1], new int[1], new int[1], new float[] {value});
  }

  /** A tree of one split. */
  static Tree stump(int feature, float threshold, float below, float above) {
    return new Tree(
        new int[] {feature, TreeEnsemble.LEAF, TreeEnsemble.LEAF},
        new float[] {threshold, 0, 0},
        new int[] {1, 0, 0},
        new int[] {2, 0, 0},
        new float[] {0, below, above});
  }

  /** A model of random lines and random full trees over {@code features} inputs. */
  static ForecastModel random(long seed, int features, int trees, int depth) {
    Random random = new Random(seed);
    List<HorizonModel> horizons = new ArrayList<>();
    for (int h = 0; h < 3; h++) {
      List<Tree> grown = new ArrayList<>();
      for (int t = 0; t < trees; t++) {
        grown.add(full(random, features, depth));
      }
      horizons.add(new HorizonModel(line(random, features), new TreeEnsemble(grown)));
    }
    return new ForecastModel(horizons);
  }

  private static RobustLine line(Random random, int features) {
    double[] low = random.doubles(features, -2, 0).toArray();
    double[] high = random.doubles(features, 0, 30).toArray();
    low[0] = 0;
    high[0] = 0;
    return new RobustLine(
        low, high, random.doubles(features, -0.1, 0.1).toArray(), random.nextGaussian());
  }

  private static Tree full(Random random, int features, int depth) {
    int inner = (1 << depth) - 1;
    int nodes = 2 * inner + 1;
    int[] feature = new int[nodes];
    Arrays.fill(feature, TreeEnsemble.LEAF);
    float[] threshold = new float[nodes];
    int[] left = new int[nodes];
    int[] right = new int[nodes];
    float[] value = new float[nodes];
    for (int node = 0; node < nodes; node++) {
      if (node < inner) {
        feature[node] = 1 + random.nextInt(features - 1);
        threshold[node] = (float) random.nextGaussian();
        left[node] = 2 * node + 1;
        right[node] = 2 * node + 2;
      } else {
        value[node] = (float) (0.02 * random.nextGaussian());
      }
    }
    return new Tree(feature, threshold, left, right, value);
  }
}
