package io.tidewatch.spark.train;

import static io.tidewatch.spark.train.OnnxParts.constant;
import static io.tidewatch.spark.train.OnnxParts.node;
import static io.tidewatch.spark.train.OnnxParts.value;

import ai.onnx.proto.OnnxMl.GraphProto;
import io.tidewatch.feature.DemandFeatures;

/**
 * Writes a forecast model as one ONNX graph: {@code features} float[N,F] in, {@code h5}, {@code
 * h10}, {@code h15} float[N,1] out, each the sum of a clipped line (Max, Min, Gemm) and a
 * TreeEnsembleRegressor of the ai.onnx.ml operator set
 * (https://onnx.ai/onnx/operators/onnx_aionnxml_TreeEnsembleRegressor.html).
 */
public final class OnnxExport {
  /** The graph's input. */
  public static final String INPUT = "features";

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
    return OnnxParts.model(graph);
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
}
