package io.tidewatch.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.domain.UserException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Some inputs with the answers that the trained model gave: {@code golden.json}. Whoever loads the
 * graph asks it the same before he trusts it.
 *
 * @param features the names of the columns, in the graph's order
 * @param rows inputs, one value per feature
 * @param answers per output of the graph, one value per row
 * @param linear the same of some workloads' linear models: per workload and output
 */
public record GoldenRows(
    List<String> features,
    List<List<Double>> rows,
    Map<String, List<Double>> answers,
    Map<String, Map<String, List<Double>>> linear) {

  /** The graph computes in float, the trainer in double: answers of order 1 agree to this. */
  public static final double TOLERANCE = 1e-5;

  /** Linear models are one method on both sides; a runtime may still sum in another order. */
  public static final double LINEAR_TOLERANCE = 1e-9;

  /** Of a package without a graph. */
  static final GoldenRows NONE = new GoldenRows(List.of(), List.of(), Map.of());

  public GoldenRows {
    features = List.copyOf(Require.present("features", features));
    rows = Require.present("rows", rows).stream().map(List::copyOf).toList();
    boolean isNone = features.isEmpty() && rows.isEmpty() && answers != null && answers.isEmpty();
    Require.check(isNone || !rows.isEmpty(), rows, "rows is empty");
    for (List<Double> row : rows) {
      requireSize("a row", row, features.size());
      Require.allFinite("rows", row);
    }
    answers = Map.copyOf(Require.present("answers", answers));
    Require.check(isNone || !answers.isEmpty(), answers, "answers is empty");
    for (Map.Entry<String, List<Double>> answer : answers.entrySet()) {
      requireSize("answers." + answer.getKey(), answer.getValue(), rows.size());
      Require.allFinite("answers", answer.getValue());
    }
    linear = Map.copyOf(Require.present("linear", linear));
    for (Map<String, List<Double>> outputs : linear.values()) {
      for (List<Double> values : outputs.values()) {
        requireSize("linear", values, rows.size());
        Require.allFinite("linear", values);
      }
    }
  }

  /** Of a package without linear models. */
  public GoldenRows(
      List<String> features, List<List<Double>> rows, Map<String, List<Double>> answers) {
    this(features, rows, answers, Map.of());
  }

  /** The inputs as the graph takes them. */
  public float[][] inputs() {
    float[][] inputs = new float[rows.size()][features.size()];
    for (int i = 0; i < inputs.length; i++) {
      for (int j = 0; j < inputs[i].length; j++) {
        inputs[i][j] = rows.get(i).get(j).floatValue();
      }
    }
    return inputs;
  }

  /**
   * Asks a loaded graph, a function from inputs to one value per row for each output. Throws {@link
   * UserException} with the first answer that differs.
   */
  public void verify(Function<float[][], Map<String, float[]>> graph) {
    Map<String, float[]> actual = graph.apply(inputs());
    for (Map.Entry<String, List<Double>> expected : answers.entrySet()) {
      verify(expected.getKey(), expected.getValue(), actual.get(expected.getKey()));
    }
  }

  /** Asks the linear models the same. Throws {@link UserException} likewise. */
  void verifyLinear(Map<String, LinearModel> models) {
    float[][] inputs = inputs();
    linear.forEach(
        (workload, outputs) -> {
          LinearModel model = models.get(workload);
          if (model == null) {
            throw refused("there is no linear model of " + workload);
          }
          for (int i = 0; i < model.lines().size(); i++) {
            String output = "h" + model.lines().get(i).horizon();
            verify(workload, output, outputs.get(output), model, i, inputs);
          }
        });
  }

  private static void verify(
      String workload,
      String output,
      List<Double> expected,
      LinearModel model,
      int index,
      float[][] inputs) {
    if (expected == null) {
      throw refused("golden.json has no answers for " + output + " of " + workload);
    }
    for (int row = 0; row < inputs.length; row++) {
      double want = expected.get(row);
      double actual = model.relative(inputs[row], index);
      if (!(Math.abs(actual - want) <= LINEAR_TOLERANCE * Math.max(1, Math.abs(want)))) {
        throw refused(
            "%s of %s, row %d, should be %s but is %s"
                .formatted(output, workload, row, want, actual));
      }
    }
  }

  private static void verify(String output, List<Double> expected, float[] actual) {
    if (actual == null || actual.length != expected.size()) {
      throw refused("the graph has no output " + output + " with one value per row");
    }
    for (int i = 0; i < actual.length; i++) {
      double want = expected.get(i);
      boolean close = Math.abs(actual[i] - want) <= TOLERANCE * Math.max(1, Math.abs(want));
      // Written this way round, a NaN is not close.
      if (!close) {
        throw refused(output + " of row " + i + " should be " + want + " but is " + actual[i]);
      }
    }
  }

  private static UserException refused(String reason) {
    return new UserException(
        "the model does not give the answers it was registered with",
        reason,
        "the package or the runtime is damaged: download it again, or train again");
  }

  /** The document as it stands in the package. */
  public byte[] toJson() {
    try {
      return Json.MAPPER.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("golden rows cannot be written", e);
    }
  }

  /** Reads the document. Throws {@link UserException}. */
  public static GoldenRows parse(String json) {
    try {
      JsonNode document = Json.MAPPER.readTree(json);
      return Json.MAPPER.treeToValue(Json.withObject(document, "linear"), GoldenRows.class);
    } catch (JsonProcessingException e) {
      throw new UserException(
          "the model package's golden.json cannot be used",
          Json.complaint(e),
          "train again, or serve another version of the model",
          e);
    }
  }

  private static void requireSize(String field, List<Double> values, int size) {
    Require.check(
        values.size() == size, values, field + " has " + values.size() + " values, not " + size);
  }
}
