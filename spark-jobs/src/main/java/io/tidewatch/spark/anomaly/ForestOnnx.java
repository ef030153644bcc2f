package io.tidewatch.spark.anomaly;

import static io.tidewatch.spark.train.OnnxParts.constant;
import static io.tidewatch.spark.train.OnnxParts.node;
import static io.tidewatch.spark.train.OnnxParts.value;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.tidewatch.spark.train.OnnxParts;
import io.tidewatch.spark.train.TreeEnsemble;
import io.tidewatch.spark.train.TreeNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes a forest as one ONNX graph: {@code features} float[N,F] in; {@code score} float[N,1] and
 * {@code attribution} float[N,F] (doublings of the score per feature) out. One
 * TreeEnsembleRegressor has F + 1 targets: each leaf carries its path length, and what the splits
 * on its way took off the path, by feature; so whoever has the graph needs no code of trees.
 */
final class ForestOnnx {
  static final String INPUT = "features";
  static final String SCORE = "score";
  static final String ATTRIBUTION = "attribution";

  private ForestOnnx() {}

  static byte[] graph(Forest forest) {
    int features = forest.features();
    GraphProto.Builder graph = GraphProto.newBuilder().setName("tidewatch-anomaly");
    graph.addInput(value(INPUT, features));
    graph.addInitializer(row("mean", forest.standardiser().mean()));
    graph.addInitializer(row("deviation", forest.standardiser().deviation()));
    graph.addInitializer(constant("minus_scale", new double[] {-forest.scale()}, 1, 1));
    graph.addInitializer(constant("scale", new double[] {forest.scale()}, 1, 1));
    graph.addInitializer(constant("two", new double[] {2}, 1, 1));
    graph.addInitializer(widths(features));
    graph.addNode(node("Sub", "centred", INPUT, "mean"));
    graph.addNode(node("Div", "standard", "centred", "deviation"));
    graph.addNode(trees(forest, "standard", "sums"));
    graph.addNode(split("sums", "widths", "path", "shortened"));
    graph.addNode(node("Div", "exponent", "path", "minus_scale"));
    graph.addNode(node("Pow", SCORE, "two", "exponent"));
    graph.addNode(node("Div", ATTRIBUTION, "shortened", "scale"));
    graph.addOutput(value(SCORE, 1));
    graph.addOutput(value(ATTRIBUTION, features));
    return OnnxParts.model(graph);
  }

  private static NodeProto trees(Forest forest, String input, String output) {
    List<TreeEnsemble.Tree> exported =
        forest.trees().stream().map(IsolationTree::exported).toList();
    List<List<SortedMap<Integer, Float>>> weights =
        forest.trees().stream().map(ForestOnnx::leafWeights).toList();
    return TreeNode.of(
        exported,
        forest.features() + 1,
        (tree, leaf) -> weights.get(tree).get(leaf),
        input,
        output);
  }

  private static NodeProto split(String input, String widths, String first, String second) {
    return NodeProto.newBuilder()
        .setOpType("Split")
        .setName(first)
        .addInput(input)
        .addInput(widths)
        .addOutput(first)
        .addOutput(second)
        .addAttribute(OnnxParts.axis(1))
        .build();
  }

  private static TensorProto widths(int features) {
    return TensorProto.newBuilder()
        .setName("widths")
        .setDataType(TensorProto.DataType.INT64.getNumber())
        .addDims(2)
        .addInt64Data(1)
        .addInt64Data(features)
        .build();
  }

  private static TensorProto row(String name, float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return constant(name, doubles, 1, values.length);
  }

  /**
   * Per node of a tree what it adds as a leaf: target 0 its path, target f + 1 feature f's part.
   */
  private static List<SortedMap<Integer, Float>> leafWeights(IsolationTree tree) {
    List<SortedMap<Integer, Float>> table = new ArrayList<>();
    for (int node = 0; node < tree.size(); node++) {
      table.add(new TreeMap<>());
    }
    for (int node = 0; node < tree.size(); node++) {
      if (!tree.isLeaf(node)) {
        hand(tree, table, node, tree.left()[node]);
        hand(tree, table, node, tree.right()[node]);
      }
    }
    for (int node = 0; node < tree.size(); node++) {
      table.get(node).put(0, tree.path()[node]);
    }
    return table;
  }

  /** A child adds to what its parent has gathered. */
  private static void hand(
      IsolationTree tree, List<SortedMap<Integer, Float>> table, int parent, int child) {
    SortedMap<Integer, Float> gathered = table.get(child);
    gathered.putAll(table.get(parent));
    gathered.merge(
        tree.feature()[parent] + 1, tree.path()[parent] - tree.path()[child], Float::sum);
  }
}
