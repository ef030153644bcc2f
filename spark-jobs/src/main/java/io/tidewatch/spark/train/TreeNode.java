package io.tidewatch.spark.train;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import io.tidewatch.spark.train.TreeEnsemble.Tree;
import java.util.ArrayList;
import java.util.List;

/** A TreeEnsembleRegressor: the parallel lists in which the operator wants its nodes. */
final class TreeNode {
  private final List<Long> treeIds = new ArrayList<>();
  private final List<Long> nodeIds = new ArrayList<>();
  private final List<Long> features = new ArrayList<>();
  private final List<Long> lefts = new ArrayList<>();
  private final List<Long> rights = new ArrayList<>();
  private final List<Float> thresholds = new ArrayList<>();
  private final List<String> modes = new ArrayList<>();
  private final List<Long> leafTrees = new ArrayList<>();
  private final List<Long> leafNodes = new ArrayList<>();
  private final List<Float> leafValues = new ArrayList<>();

  private TreeNode() {}

  static NodeProto of(TreeEnsemble ensemble, String output) {
    TreeNode node = new TreeNode();
    for (int tree = 0; tree < ensemble.trees().size(); tree++) {
      node.add(tree, ensemble.trees().get(tree));
    }
    return node.build(output);
  }

  private void add(int id, Tree tree) {
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
        leafTrees.add((long) id);
        leafNodes.add((long) node);
        leafValues.add(tree.value()[node]);
      }
    }
  }

  private NodeProto build(String output) {
    return NodeProto.newBuilder()
        .setOpType("TreeEnsembleRegressor")
        .setDomain("ai.onnx.ml")
        .setName(output)
        .addInput(OnnxExport.INPUT)
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
        .addAttribute(longs("target_ids", leafTrees.stream().map(tree -> 0L).toList()))
        .addAttribute(floats("target_weights", leafValues))
        .addAttribute(attribute("n_targets", AttributeProto.AttributeType.INT).setI(1))
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
