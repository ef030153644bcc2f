package io.tidewatch.spark.train;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.tidewatch.feature.DemandFeatures;
import java.util.List;

/**
 * Writes a forecast model as one ONNX graph: {@code features} float[N,F] in, {@code h5}, {@code
 * h10}, {@code h15} float[N,1] out, each the sum of a clipped line (Max, Min, Gemm) and a
 * TreeEnsembleRegressor of the ai.onnx.ml operator set
 * (https://onnx.ai/onnx/operators/onnx_aionnxml_TreeEnsembleRegressor.html).
 */
public final class OnnxExport {
  /** The graph's input. */
  public static final String INPUT = "features";

  private static final long IR_VERSION = 8;
  private static final long OPSET = 17;
  private static final long ML_OPSET = 3;

  private OnnxExport() {}

  /** The name of a horizon's output. */
  public static String output(int horizon) {
    return "h" + horizon;
  }

  /** The graph of a model over {@code features} inputs. */
  public static byte[] graph(ForecastModel model, int features) {
    GraphProto.Builder graph = GraphProto.newBuilder().setName("tidewatch-forecast");
    graph.addInput(value(INPUT, features));
    for (int i = 0; i < DemandFeatures.HORIZONS.size(); i++) {
      String output = output(DemandFeatures.HORIZONS.get(i));
      addHorizon(graph, model.horizons().get(i), output);
      graph.addOutput(value(output, 1));
    }
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("tidewatch")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .addOpsetImport(
            OperatorSetIdProto.newBuilder().setDomain("ai.onnx.ml").setVersion(ML_OPSET))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private static ValueInfoProto value(String name, int width) {
    TensorShapeProto.Builder shape =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("N"))
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(width));
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT.getNumber())
            .setShape(shape)
            .build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  private static void addHorizon(GraphProto.Builder graph, HorizonModel model, String output) {
    RobustLine line = model.line();
    int inputs = line.weight().length;
    graph.addInitializer(constant(output + "_low", line.low(), 1, inputs));
    graph.addInitializer(constant(output + "_high", line.high(), 1, inputs));
    graph.addInitializer(constant(output + "_weight", line.weight(), inputs, 1));
    graph.addInitializer(constant(output + "_intercept", new double[] {line.intercept()}, 1, 1));
    graph.addNode(node("Max", output + "_raised", INPUT, output + "_low"));
    graph.addNode(node("Min", output + "_clipped", output + "_raised", output + "_high"));
    graph.addNode(
        node(
            "Gemm",
            output + "_line",
            output + "_clipped",
            output + "_weight",
            output + "_intercept"));
    graph.addNode(TreeNode.of(model.trees(), output + "_trees"));
    graph.addNode(node("Add", output, output + "_line", output + "_trees"));
  }

  private static NodeProto node(String operator, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .setName(output)
        .addAllInput(List.of(inputs))
        .addOutput(output)
        .build();
  }

  private static TensorProto constant(String name, double[] values, long rows, long columns) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT.getNumber())
            .addDims(rows)
            .addDims(columns);
    for (double value : values) {
      tensor.addFloatData((float) value);
    }
    return tensor.build();
  }
}
