package io.tidewatch.mlflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The two files by which MLflow itself knows a package: {@code MLmodel} (flavour onnx with its
 * signature) and the input example. They hold no time and no id, so equal models have equal
 * checksums.
 */
final class MlModelFile {

  private MlModelFile() {}

  static String of(GoldenRows golden) {
    String inputs = Json.line(List.of(tensor("features", golden.features().size())));
    List<Object> outputs = new ArrayList<>();
    golden.answers().keySet().stream().sorted().forEach(name -> outputs.add(tensor(name, 1)));
    return String.join(
        "\n",
        "flavors:",
        "  onnx:",
        "    data: model.onnx",
        "    providers:",
        "    - CPUExecutionProvider",
        "  python_function:",
        "    data: model.onnx",
        "    loader_module: mlflow.onnx",
        "saved_input_example_info:",
        "  artifact_path: input_example.json",
        "  format: tf-serving",
        "  type: ndarray",
        "signature:",
        "  inputs: '" + inputs + "'",
        "  outputs: '" + Json.line(outputs) + "'",
        "  params: null",
        "");
  }

  static String inputExample(GoldenRows golden) {
    return Json.line(Map.of("inputs", Map.of("features", List.of(golden.rows().get(0)))));
  }

  private static Map<String, Object> tensor(String name, int width) {
    Map<String, Object> shape = Map.of("dtype", "float32", "shape", List.of(-1, width));
    return Map.of("name", name, "tensor-spec", shape, "type", "tensor");
  }
}
