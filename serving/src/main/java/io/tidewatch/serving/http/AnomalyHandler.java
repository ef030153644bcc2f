package io.tidewatch.serving.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.Context;
import io.tidewatch.serving.model.AnomalyGraph;
import io.tidewatch.serving.model.LoadedDetector;
import io.tidewatch.serving.model.ModelSlot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;

/** {@code POST /detect/anomaly}: how strange the features of a pod are, and because of what. */
final class AnomalyHandler {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();
  private static final int MOST_NAMES = 100;
  private static final JsonBody BODY =
      new JsonBody(
          "a pod has far fewer features", "{\"metrics\":{\"cpu_usage_change_5\":0.02, …}}");

  private final ModelSlot<LoadedDetector> slot;
  private final DoubleConsumer inferenceSeconds;

  AnomalyHandler(ModelSlot<LoadedDetector> slot, DoubleConsumer inferenceSeconds) {
    this.slot = slot;
    this.inferenceSeconds = inferenceSeconds;
  }

  /** Scores explicit metrics: one number for each feature of the model. */
  void detect(Context ctx) throws IOException {
    JsonNode metrics = metrics(BODY.bytes(ctx));
    Map<String, Object> answer =
        slot.use(model -> answer(model, metrics))
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problem.of(
                            Problem.Kind.NO_MODEL,
                            "no anomaly model has the alias champion: train one with"
                                + " train-anomaly")));
    ctx.contentType("application/json").result(MAPPER.writeValueAsBytes(answer));
  }

  private static JsonNode metrics(byte[] body) {
    JsonNode root = BODY.parsed(body);
    JsonNode metrics = root.path("metrics");
    if (root.size() != 1 || !metrics.isObject()) {
      throw BODY.malformed("it must be an object whose only key is \"metrics\", an object");
    }
    metrics
        .properties()
        .forEach(
            metric -> {
              // A larger number would be infinite to the graph, which computes in float.
              if (!metric.getValue().isNumber()
                  || !Float.isFinite(metric.getValue().floatValue())) {
                throw BODY.malformed("\"" + metric.getKey() + "\" is not a finite number");
              }
            });
    return metrics;
  }

  private Map<String, Object> answer(LoadedDetector model, JsonNode metrics) {
    requireAll(model, metrics);
    float[] row = new float[model.features().size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = metrics.get(model.features().get(i)).floatValue();
    }
    long start = System.nanoTime();
    AnomalyGraph.Answer said = model.graph().score(new float[][] {row});
    inferenceSeconds.accept((System.nanoTime() - start) / 1e9);
    double score = said.scores()[0];
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("is_anomaly", model.detector().thresholds().isAnomaly(score));
    answer.put("anomaly_score", score);
    answer.put("severity", model.detector().thresholds().severity(score).label());
    answer.put("threshold", model.detector().thresholds().anomaly());
    answer.put("model", ModelsHandler.describe(model.id()));
    answer.put("metrics", metrics);
    answer.put("attribution", Attribution.strongest(model, row, said.doublings()[0]));
    return answer;
  }

  /** What is unknown is not taken for zero. */
  private static void requireAll(LoadedDetector model, JsonNode metrics) {
    List<String> missing =
        model.features().stream().filter(name -> !metrics.has(name)).limit(MOST_NAMES).toList();
    List<String> unknown = new ArrayList<>();
    metrics
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!model.features().contains(name) && unknown.size() < MOST_NAMES) {
                unknown.add(name);
              }
            });
    if (missing.isEmpty() && unknown.isEmpty()) {
      return;
    }
    throw new ProblemException(
        Problem.of(
            Problem.Kind.OTHER_FEATURES,
            "%s needs each of its %d features and no others; see docs/reference/features.md"
                .formatted(model.manifest().featureSet(), model.features().size()),
            Map.of("missing", missing, "unknown", unknown)));
  }
}
