package io.tidewatch.serving.bench;

import com.google.protobuf.CodedOutputStream;
import io.tidewatch.feature.DemandFeatures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Small ONNX graphs of the shape that training exports: {@code features} float[N,F] in, one {@code
 * TreeEnsembleRegressor} per horizon out. Written field by field after onnx.proto, so that neither
 * a binary file nor the trainer is needed.
 */
public final class SyntheticModel {
  private static final int IR_VERSION = 8;
  private static final int OPSET = 15;
  private static final int ML_OPSET = 3;
  private static final int FLOAT_TENSOR = 1;
  private static final String ML_DOMAIN = "ai.onnx.ml";

  private SyntheticModel() {}

  /** A graph that answers the same whatever it is asked, one value per trained horizon. */
  public static byte[] constant(int features, double... answers) {
    Message graph = graph(features);
    for (int i = 0; i < answers.length; i++) {
      Trees trees = new Trees(new SplittableRandom(0), features, answers[i], 0);
      trees.grow(0, 0);
      graph.message(1, trees.node(output(i)));
    }
    return model(graph);
  }

  /** A graph of full random trees with answers near zero, for measuring. */
  public static byte[] forest(int features, int trees, int depth, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Message graph = graph(features);
    for (int i = 0; i < DemandFeatures.HORIZONS.size(); i++) {
      Trees ensemble = new Trees(random, features, 0, 0.1 / trees);
      for (int tree = 0; tree < trees; tree++) {
        ensemble.grow(tree, depth);
      }
      graph.message(1, ensemble.node(output(i)));
    }
    return model(graph);
  }

  private static String output(int horizon) {
    return "h" + DemandFeatures.HORIZONS.get(horizon);
  }

  private static byte[] model(Message graph) {
    return new Message()
        .number(1, IR_VERSION)
        .text(2, "tidewatch-synthetic")
        .message(7, graph)
        .message(8, new Message().text(1, "").number(2, OPSET))
        .message(8, new Message().text(1, ML_DOMAIN).number(2, ML_OPSET))
        .bytes();
  }

  private static Message graph(int features) {
    Message graph = new Message().text(2, "synthetic").message(11, tensor("features", features));
    for (int i = 0; i < DemandFeatures.HORIZONS.size(); i++) {
      graph.message(12, tensor(output(i), 1));
    }
    return graph;
  }

  private static Message tensor(String name, int columns) {
    Message rows = new Message().text(2, "N");
    Message shape = new Message().message(1, rows).message(1, new Message().number(1, columns));
    Message type = new Message().number(1, FLOAT_TENSOR).message(2, shape);
    return new Message().text(1, name).message(2, new Message().message(1, type));
  }

  /** The attributes of one ensemble; leaves are {@code centre} ± {@code spread}. */
  private static final class Trees {
    private final SplittableRandom random;
    private final int features;
    private final double centre;
    private final double spread;
    private final Message treeIds = new Message();
    private final Message nodeIds = new Message();
    private final Message featureIds = new Message();
    private final Message modes = new Message();
    private final Message values = new Message();
    private final Message yes = new Message();
    private final Message no = new Message();
    private final Message leafTreeIds = new Message();
    private final Message leafNodeIds = new Message();
    private final Message leafTargets = new Message();
    private final Message leafWeights = new Message();

    Trees(SplittableRandom random, int features, double centre, double spread) {
      this.random = random;
      this.features = features;
      this.centre = centre;
      this.spread = spread;
    }

    /** A full tree; node k has the children 2k+1 and 2k+2. */
    void grow(int tree, int depth) {
      int branches = (1 << depth) - 1;
      for (int node = 0; node < 2 * branches + 1; node++) {
        boolean leaf = node >= branches;
        treeIds.number(8, tree);
        nodeIds.number(8, node);
        featureIds.number(8, leaf ? 0 : random.nextInt(features));
        modes.text(9, leaf ? "LEAF" : "BRANCH_LEQ");
        values.real(7, leaf ? 0 : 0.7 + 0.6 * random.nextDouble());
        yes.number(8, leaf ? 0 : 2 * node + 1);
        no.number(8, leaf ? 0 : 2 * node + 2);
        if (leaf) {
          leafTreeIds.number(8, tree);
          leafNodeIds.number(8, node);
          leafTargets.number(8, 0);
          leafWeights.real(7, centre + spread * (2 * random.nextDouble() - 1));
        }
      }
    }

    Message node(String output) {
      Message node = new Message().text(1, "features").text(2, output).text(3, output);
      node.text(4, "TreeEnsembleRegressor").text(7, ML_DOMAIN);
      node.message(5, new Message().number(3, 1).text(1, "n_targets").number(20, 2));
      ints(node, "nodes_treeids", treeIds);
      ints(node, "nodes_nodeids", nodeIds);
      ints(node, "nodes_featureids", featureIds);
      node.message(5, modes.text(1, "nodes_modes").number(20, 8));
      floats(node, "nodes_values", values);
      ints(node, "nodes_truenodeids", yes);
      ints(node, "nodes_falsenodeids", no);
      ints(node, "target_treeids", leafTreeIds);
      ints(node, "target_nodeids", leafNodeIds);
      ints(node, "target_ids", leafTargets);
      floats(node, "target_weights", leafWeights);
      return node;
    }

    private static void ints(Message node, String name, Message values) {
      node.message(5, values.text(1, name).number(20, 7));
    }

    private static void floats(Message node, String name, Message values) {
      node.message(5, values.text(1, name).number(20, 6));
    }
  }

  /** A protobuf message under construction. */
  private static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final CodedOutputStream coded = CodedOutputStream.newInstance(out);

    /** What can fail in memory never does. */
    private interface Write {
      void to(CodedOutputStream coded) throws IOException;
    }

    Message number(int field, long value) {
      return write(to -> to.writeInt64(field, value));
    }

    Message real(int field, double value) {
      return write(to -> to.writeFloat(field, (float) value));
    }

    Message text(int field, String value) {
      return write(to -> to.writeString(field, value));
    }

    Message message(int field, Message value) {
      return write(to -> to.writeByteArray(field, value.bytes()));
    }

    byte[] bytes() {
      write(CodedOutputStream::flush);
      return out.toByteArray();
    }

    private Message write(Write write) {
      try {
        write.to(coded);
        return this;
      } catch (IOException bug) {
        throw new UncheckedIOException(bug);
      }
    }
  }

  /** The outputs of the graphs. */
  static List<String> outputs() {
    return DemandFeatures.HORIZONS.stream().map(horizon -> "h" + horizon).toList();
  }
}
