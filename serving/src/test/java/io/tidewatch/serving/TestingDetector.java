package io.tidewatch.serving;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.tidewatch.feature.AnomalyFeatures;
import io.tidewatch.feature.FeatureSet;
import io.tidewatch.feature.HealthFeatures;
import io.tidewatch.feature.PodView;
import io.tidewatch.mlflow.AnomalyModel;
import io.tidewatch.mlflow.GoldenRows;
import io.tidewatch.mlflow.ModelPackage;
import io.tidewatch.mlflow.PackageManifest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An anomaly package whose answers are known: the score is the sigmoid of the mean feature, and a
 * feature's part in it is its value.
 */
public final class TestingDetector {
  public static final FeatureSet<PodView> FEATURES = HealthFeatures.set();

  /** Above it is an anomaly: a mean of 1.39. */
  public static final double THRESHOLD = 0.8;

  private TestingDetector() {}

  /** A package of the kind that train-anomaly registers. */
  public static ModelPackage write(Path directory) {
    return write(directory, "anomaly", sigmoid(1));
  }

  /** One that judges what pods write as well. */
  public static ModelPackage ofLogs(Path directory) {
    return write(directory, "anomaly", sigmoid(1), AnomalyFeatures.healthAndLog());
  }

  /** The same with another kind, or another golden answer to a row of ones. */
  public static ModelPackage write(Path directory, String kind, double answerToOnes) {
    return write(directory, kind, answerToOnes, FEATURES);
  }

  private static ModelPackage write(
      Path directory, String kind, double answerToOnes, FeatureSet<PodView> features) {
    int size = features.size();
    AnomalyModel detector =
        new AnomalyModel(
            "digest",
            100,
            256,
            0,
            1_000,
            new AnomalyModel.Scaler(Collections.nCopies(size, 0.0), Collections.nCopies(size, 0.5)),
            new AnomalyModel.Thresholds(THRESHOLD, 0.9, 0.99));
    PackageManifest manifest =
        new PackageManifest(
            PackageManifest.SCHEMA,
            kind,
            PackageManifest.FeatureSetReference.of(features),
            List.of(),
            60,
            "test",
            42,
            new PackageManifest.TrainingWindow(Instant.EPOCH, Instant.EPOCH),
            Map.of("features", 1L),
            Map.of(),
            Map.of("training_rows", 1_000.0),
            Map.of(PackageManifest.POOLED, detector));
    GoldenRows golden =
        new GoldenRows(
            features.names(),
            List.of(Collections.nCopies(size, 0.0), Collections.nCopies(size, 1.0)),
            Map.of("score", List.of(0.5, answerToOnes)));
    return ModelPackage.write(directory, graph(size), manifest, golden);
  }

  /** A request with one value for every feature. */
  public static String request(double value) {
    return FEATURES.names().stream()
        .map(name -> "\"" + name + "\":" + value)
        .collect(Collectors.joining(",", "{\"metrics\":{", "}}"));
  }

  public static double sigmoid(double value) {
    return 1 / (1 + Math.exp(-value));
  }

  private static byte[] graph(int features) {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName("detector")
            .addInput(value("features", features))
            .addOutput(value("score", 1))
            .addOutput(value("attribution", features))
            .addNode(node("ReduceMean", "features", "mean").addAttribute(columns()))
            .addNode(node("Sigmoid", "mean", "score"))
            .addNode(node("Identity", "features", "attribution"));
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(15))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private static NodeProto.Builder node(String type, String input, String output) {
    return NodeProto.newBuilder().setName(output).setOpType(type).addInput(input).addOutput(output);
  }

  private static AttributeProto columns() {
    return AttributeProto.newBuilder()
        .setName("axes")
        .setType(AttributeProto.AttributeType.INTS)
        .addInts(1)
        .build();
  }

  private static ValueInfoProto value(String name, int columns) {
    TensorShapeProto shape =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("N"))
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(columns))
            .build();
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
}
