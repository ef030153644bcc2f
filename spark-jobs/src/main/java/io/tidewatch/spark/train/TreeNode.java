package io.tidewatch.spark.train;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import io.tidewatch.spark.train.TreeEnsemble.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A TreeEnsembleRegressor: the parallel lists in which the operator wants its nodes. */
public final class TreeNode {
  private final List<Long> treeIds = new ArrayList<>();
  private final List<Long> nodeIds = new ArrayList<>();
  private final List<Long> features = new ArrayList<>();
  private final List<Long> lefts = new ArrayList<>();
  private final List<Long> rights = new ArrayList<>();
  private final List<Float> thresholds = new ArrayList<>();
  private final List<String> modes = new ArrayList<>();
  private final List<Long> leafTrees = new ArrayList<>();
  private final List<Long> leafNodes = new ArrayList<>();
  private final List<Long> leafTargets = new ArrayList<>();
  private final List<Float> leafValues = new ArrayList<>();

  private TreeNode() {}

  /** What a leaf adds to each target that it adds to. */
  @FunctionalInterface
  public interface LeafWeights {
    SortedMap<Integer, Float> of(int tree, int leaf);
  }

  static NodeProto of(TreeEnsemble ensemble, String output) {
    List<Tree> trees = ensemble.trees();
    return of(
        trees,
        1,
        (tree, leaf) -> new TreeMap<>(Map.of(0, trees.get(tree).value()[leaf])),
        OnnxExport.INPUT,
        output);
  }

  /** A node float[N, features] → float[N, targets]: the sums over all trees. */
  public static NodeProto of(
      List<Tree> trees, int targets, LeafWeights weights, String input, String output) {
    TreeNode node = new TreeNode();
    for (int tree = 0; tree < trees.size(); tree++) {
      node.add(tree, trees.get(tree), weights);
    }
    return node.build(targets, input, output);
  }

  private void add(int id, Tree tree, LeafWeights weights) {
    for (int node = 0; node < tree.size(); node++) {
      boolean leaf = tree.feature()[node] == TreeEnsemble.LEAF;
      treeIds.add((long) id);
      nodeIds.add((long) node);
      features.add(leaf ? 0L : tree.feature()[node]);
      lefts.add((long) tree.left()[node]);
      rights.add((long) tree.right()[node]);
      thresholds.add(tree.threshold()[node]);
      modes.add(leaf ? "LEAF" : "BRANCH_LEQ");
      if (leaf) {
        addLeaf(id, node, weights);
      }
    }
  }

  private void addLeaf(int id, int node, LeafWeights weights) {
    weights
        .of(id, node)
        .forEach(
            (target, weight) -> {
              leafTrees.add((long) id);
              leafNodes.add((long) node);
              leafTargets.add((long) target);
              leafValues.add(weight);
            });
  }

  private NodeProto build(int targets, String input, String output) {
    return NodeProto.newBuilder()
        .setOpType("TreeEnsembleRegressor")
        .setDomain("ai.onnx.ml")
        .setName(output)
        .addInput(input)
        .addOutput(output)
        .addAttribute(longs("nodes_treeids", treeIds))
        .addAttribute(longs("nodes_nodeids", nodeIds))
        .addAttribute(longs("nodes_featureids", features))
        .addAttribute(longs("nodes_truenodeids", lefts))
        .addAttribute(longs("nodes_falsenodeids", rights))
        .addAttribute(floats("nodes_values", thresholds))
        .addAttribute(strings("nodes_modes", modes))
        .addAttribute(longs("target_treeids", leafTrees))
        .addAttribute(longs("target_nodeids", leafNodes))
        .addAttribute(longs("target_ids", leafTargets))
        .addAttribute(floats("target_weights", leafValues))
        .addAttribute(attribute("n_targets", AttributeProto.AttributeType.INT).setI(targets))
        .build();
  }

  private static AttributeProto.Builder longs(String name, List<Long> values) {
    return attribute(name, AttributeProto.AttributeType.INTS).addAllInts(values);
  }

  private static AttributeProto.Builder floats(String name, List<Float> values) {
    return attribute(name, AttributeProto.AttributeType.FLOATS).addAllFloats(values);
  }

  private static AttributeProto.Builder strings(String name, List<String> values) {
    AttributeProto.Builder builder = attribute(name, AttributeProto.AttributeType.STRINGS);
    values.forEach(v -> builder.addStrings(ByteString.copyFromUtf8(v)));
    return builder;
  }

  private static AttributeProto.Builder attribute(String name, AttributeProto.AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }
}
