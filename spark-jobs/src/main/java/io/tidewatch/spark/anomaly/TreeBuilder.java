package io.tidewatch.spark.anomaly;

import io.tidewatch.spark.train.TreeEnsemble;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Grows one isolation tree: a feature at random, a split at random between its least and its
 * greatest value, until a row is alone or the tree is as deep as an average one would be (Liu, Ting
 * and Zhou 2008, algorithm 2). A feature that is constant in a node cannot split it and is drawn
 * again.
 */
final class TreeBuilder {
  private final List<float[]> rows;
  private final SplittableRandom random;
  private final int deepest;
  private final List<Integer> feature = new ArrayList<>();
  private final List<Float> threshold = new ArrayList<>();
  private final List<Integer> left = new ArrayList<>();
  private final List<Integer> right = new ArrayList<>();
  private final List<Integer> count = new ArrayList<>();

  private TreeBuilder(List<float[]> rows, long seed) {
    this.rows = rows;
    this.random = new SplittableRandom(seed);
    this.deepest = (int) Math.ceil(Math.log(Math.max(2, rows.size())) / Math.log(2));
  }

  /** The tree of these rows, the same for the same rows in the same order. */
  static IsolationTree grow(List<float[]> rows, long seed) {
    TreeBuilder builder = new TreeBuilder(rows, seed);
    builder.add(rows, 0);
    return IsolationTree.of(
        ints(builder.feature),
        floats(builder.threshold),
        ints(builder.left),
        ints(builder.right),
        ints(builder.count));
  }

  private int add(List<float[]> here, int depth) {
    int node = feature.size();
    feature.add(TreeEnsemble.LEAF);
    threshold.add(0f);
    left.add(0);
    right.add(0);
    count.add(here.size());
    if (depth < deepest && here.size() > 1) {
      split(node, here, depth);
    }
    return node;
  }

  private void split(int node, List<float[]> here, int depth) {
    int columns = rows.get(0).length;
    int[] candidates = new int[columns];
    for (int i = 0; i < columns; i++) {
      candidates[i] = i;
    }
    for (int remaining = columns; remaining > 0; remaining--) {
      int drawn = random.nextInt(remaining);
      int column = candidates[drawn];
      candidates[drawn] = candidates[remaining - 1];
      float low = least(here, column);
      float high = greatest(here, column);
      if (low < high) {
        split(node, here, depth, column, between(low, high));
        return;
      }
    }
  }

  private void split(int node, List<float[]> here, int depth, int column, float at) {
    List<float[]> below = new ArrayList<>();
    List<float[]> above = new ArrayList<>();
    for (float[] row : here) {
      (row[column] <= at ? below : above).add(row);
    }
    feature.set(node, column);
    threshold.set(node, at);
    left.set(node, add(below, depth + 1));
    right.set(node, add(above, depth + 1));
  }

  /** In [low, high), so that neither side is empty. */
  private float between(float low, float high) {
    float at = (float) (low + random.nextDouble() * ((double) high - low));
    return at < high ? Math.max(at, low) : Math.nextDown(high);
  }

  private static float least(List<float[]> here, int column) {
    float least = here.get(0)[column];
    for (float[] row : here) {
      least = Math.min(least, row[column]);
    }
    return least;
  }

  private static float greatest(List<float[]> here, int column) {
    float greatest = here.get(0)[column];
    for (float[] row : here) {
      greatest = Math.max(greatest, row[column]);
    }
    return greatest;
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  private static float[] floats(List<Float> list) {
    float[] array = new float[list.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = list.get(i);
    }
    return array;
  }
}
