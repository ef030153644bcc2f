package io.tidewatch.spark.train;

import io.tidewatch.spark.train.TreeEnsemble.Tree;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.regression.DecisionTreeRegressionModel;
import org.apache.spark.ml.regression.GBTRegressionModel;
import org.apache.spark.ml.tree.ContinuousSplit;
import org.apache.spark.ml.tree.InternalNode;
import org.apache.spark.ml.tree.Node;

/** Reads the trees out of a model that MLlib has grown. */
final class GrownTrees {
  private final int offset;
  private final List<Integer> feature = new ArrayList<>();
  private final List<Float> threshold = new ArrayList<>();
  private final List<Integer> left = new ArrayList<>();
  private final List<Integer> right = new ArrayList<>();
  private final List<Float> value = new ArrayList<>();

  private GrownTrees(int offset) {
    this.offset = offset;
  }

  /**
   * The trees of a model with their weights multiplied in.
   *
   * @param offset how many leading features the model was not shown
   */
  static TreeEnsemble of(GBTRegressionModel model, int offset) {
    DecisionTreeRegressionModel[] trees = model.trees();
    List<Tree> read = new ArrayList<>(trees.length);
    for (int i = 0; i < trees.length; i++) {
      GrownTrees nodes = new GrownTrees(offset);
      nodes.add(trees[i].rootNode(), model.treeWeights()[i]);
      read.add(nodes.tree());
    }
    return new TreeEnsemble(read);
  }

  /**
   * The greatest float that is not above a threshold: features are floats, so the comparison comes
   * out the same, and the exported graph has floats only.
   */
  static float downToFloat(double threshold) {
    float nearest = (float) threshold;
    return nearest > threshold ? Math.nextDown(nearest) : nearest;
  }

  private int add(Node node, double weight) {
    int index = feature.size();
    feature.add(TreeEnsemble.LEAF);
    threshold.add(0f);
    left.add(0);
    right.add(0);
    value.add((float) (weight * node.prediction()));
    if (node instanceof InternalNode inner) {
      split(index, inner, weight);
    }
    return index;
  }

  private void split(int index, InternalNode inner, double weight) {
    ContinuousSplit split = (ContinuousSplit) inner.split();
    feature.set(index, split.featureIndex() + offset);
    threshold.set(index, downToFloat(split.threshold()));
    left.set(index, add(inner.leftChild(), weight));
    right.set(index, add(inner.rightChild(), weight));
    value.set(index, 0f);
  }

  private Tree tree() {
    return new Tree(ints(feature), floats(threshold), ints(left), ints(right), floats(value));
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
