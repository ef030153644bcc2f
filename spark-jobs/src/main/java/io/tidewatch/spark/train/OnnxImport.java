package io.tidewatch.spark.train;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.tidewatch.domain.UserException;
import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.spark.train.TreeEnsemble.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads a graph that {@link OnnxExport} has written back into a model, so that a registered version
 * can be judged on many executors without a runtime of its own.
 */
public final class OnnxImport {
  private OnnxImport() {}

  /**
   * The model of a graph.
   *
   * @throws UserException when the graph is not one of ours
   */
  public static ForecastModel model(byte[] graph) {
    try {
      return model(ModelProto.parseFrom(graph).getGraph());
    } catch (InvalidProtocolBufferException | IllegalStateException | ClassCastException foreign) {
      throw unreadable(foreign);
    } catch (IndexOutOfBoundsException foreign) {
      throw unreadable(foreign);
    }
  }

  private static UserException unreadable(Exception cause) {
    return new UserException(
        "the model's graph cannot be judged",
        "it is not one that this program has written: " + cause.getMessage(),
        "register models by the command train, or move the alias to one that was",
        cause);
  }

  private static ForecastModel model(GraphProto graph) {
    Map<String, TensorProto> constants =
        graph.getInitializerList().stream()
            .collect(Collectors.toMap(TensorProto::getName, Function.identity()));
    Map<String, NodeProto> nodes =
        graph.getNodeList().stream()
            .collect(Collectors.toMap(NodeProto::getName, Function.identity()));
    List<HorizonModel> horizons = new ArrayList<>();
    for (int horizon : DemandFeatures.HORIZONS) {
      String output = OnnxExport.output(horizon);
      RobustLine line =
          new RobustLine(
              constant(constants, output + "_low"),
              constant(constants, output + "_high"),
              constant(constants, output + "_weight"),
              constant(constants, output + "_intercept")[0]);
      horizons.add(new HorizonModel(line, trees(required(nodes, output + "_trees"))));
    }
    return new ForecastModel(horizons);
  }

  private static <T> T required(Map<String, T> named, String name) {
    T found = named.get(name);
    if (found == null) {
      throw new IllegalStateException("it has no " + name);
    }
    return found;
  }

  private static double[] constant(Map<String, TensorProto> constants, String name) {
    List<Float> values = required(constants, name).getFloatDataList();
    return values.stream().mapToDouble(Float::doubleValue).toArray();
  }

  private static TreeEnsemble trees(NodeProto node) {
    Map<String, AttributeProto> attributes =
        node.getAttributeList().stream()
            .collect(Collectors.toMap(AttributeProto::getName, Function.identity()));
    List<Long> ids = required(attributes, "nodes_treeids").getIntsList();
    List<Tree> trees = new ArrayList<>();
    int leaves = 0;
    for (int from = 0; from < ids.size(); ) {
      int to = from;
      while (to < ids.size() && ids.get(to).equals(ids.get(from))) {
        to++;
      }
      Tree tree = tree(attributes, from, to, leaves);
      leaves += (int) Arrays.stream(tree.feature()).filter(f -> f == TreeEnsemble.LEAF).count();
      trees.add(tree);
      from = to;
    }
    return new TreeEnsemble(trees);
  }

  /** The nodes from {@code from} to {@code to}; {@code leaves} are those of the trees before. */
  private static Tree tree(Map<String, AttributeProto> attributes, int from, int to, int leaves) {
    int size = to - from;
    Tree tree =
        new Tree(new int[size], new float[size], new int[size], new int[size], new float[size]);
    int leaf = leaves;
    for (int i = 0; i < size; i++) {
      int node = from + i;
      boolean isLeaf =
          required(attributes, "nodes_modes").getStrings(node).toStringUtf8().equals("LEAF");
      tree.feature()[i] =
          isLeaf ? TreeEnsemble.LEAF : (int) required(attributes, "nodes_featureids").getInts(node);
      tree.threshold()[i] = required(attributes, "nodes_values").getFloats(node);
      tree.left()[i] = (int) required(attributes, "nodes_truenodeids").getInts(node);
      tree.right()[i] = (int) required(attributes, "nodes_falsenodeids").getInts(node);
      if (isLeaf) {
        tree.value()[i] = required(attributes, "target_weights").getFloats(leaf++);
      }
    }
    return tree;
  }
}
