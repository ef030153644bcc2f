package io.tidewatch.spark.anomaly;

import io.tidewatch.spark.train.TreeEnsemble;
import java.io.Serializable;

/**
 * One tree of the forest; node 0 is its root, children stand behind their parents.
 *
 * @param feature the feature that a node splits on, or {@link TreeEnsemble#LEAF}
 * @param threshold values up to it go left
 * @param left the node for values up to the threshold
 * @param right the node for greater values
 * @param rows how many rows of the sample came to a node
 * @param path of a leaf its depth plus c(rows), of an inner node the mean of its leaves by rows
 */
record IsolationTree(
    int[] feature, float[] threshold, int[] left, int[] right, int[] rows, float[] path)
    implements Serializable {

  /** A tree whose path lengths are computed from its shape. */
  static IsolationTree of(int[] feature, float[] threshold, int[] left, int[] right, int[] rows) {
    int[] depth = new int[feature.length];
    float[] path = new float[feature.length];
    for (int node = 0; node < feature.length; node++) {
      if (feature[node] != TreeEnsemble.LEAF) {
        depth[left[node]] = depth[node] + 1;
        depth[right[node]] = depth[node] + 1;
      }
    }
    for (int node = feature.length - 1; node >= 0; node--) {
      path[node] =
          feature[node] == TreeEnsemble.LEAF
              ? (float) (depth[node] + PathLength.usual(rows[node]))
              : mean(rows, path, left[node], right[node]);
    }
    return new IsolationTree(feature, threshold, left, right, rows, path);
  }

  private static float mean(int[] rows, float[] path, int left, int right) {
    double sum = (double) rows[left] * path[left] + (double) rows[right] * path[right];
    return (float) (sum / (rows[left] + rows[right]));
  }

  /** The number of nodes. */
  int size() {
    return feature.length;
  }

  boolean isLeaf(int node) {
    return feature[node] == TreeEnsemble.LEAF;
  }

  /** Where a row goes from an inner node. */
  int next(int node, float[] row) {
    return row[feature[node]] <= threshold[node] ? left[node] : right[node];
  }

  /** How far a row comes, less than usual for what is easily set apart. */
  double pathLength(float[] row) {
    int node = 0;
    while (!isLeaf(node)) {
      node = next(node, row);
    }
    return path[node];
  }

  /**
   * Adds to each feature by how much its splits on the row's way shortened the path; the sum over
   * all features is the root's mean path less the row's (the decomposition of Saabas, "Interpreting
   * random forests", 2014).
   */
  void shortened(float[] row, double[] perFeature) {
    int node = 0;
    while (!isLeaf(node)) {
      int next = next(node, row);
      perFeature[feature[node]] += path[node] - path[next];
      node = next;
    }
  }

  /** The shape that the exporter knows; a leaf's value is its path length. */
  TreeEnsemble.Tree exported() {
    return new TreeEnsemble.Tree(feature, threshold, left, right, path);
  }
}
