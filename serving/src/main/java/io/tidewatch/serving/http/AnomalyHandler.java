package io.tidewatch.serving.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.Context;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.serving.model.LoadedDetector;
import io.tidewatch.serving.model.ModelSlot;
import io.tidewatch.serving.window.PodWindows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.function.Function;

/**
 * {@code POST /detect/anomaly}: how strange a pod is, by features that are sent, or the pods of a
 * workload, by what Prometheus has of them.
 */
final class AnomalyHandler {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();
  private static final int MOST_NAMES = 100;

  private final ModelSlot<LoadedDetector> slot;
  private final PodAnomalies pods;
  private final AnswerBook book;
  private final JsonBody body;
  private final DoubleConsumer inferenceSeconds;

  AnomalyHandler(
      ModelSlot<LoadedDetector> slot,
      PodAnomalies pods,
      AnswerBook book,
      HttpLimits limits,
      DoubleConsumer inferenceSeconds) {
    this.slot = slot;
    this.pods = pods;
    this.book = book;
    this.body =
        new JsonBody(
            limits,
            "a pod has far fewer features",
            "{\"workload\":\"shop/web\"} or {\"metrics\":{…}}");
    this.inferenceSeconds = inferenceSeconds;
  }

  /** Scores explicit metrics, the pods of a workload, or those of the only one there is. */
  void detect(Context ctx) throws IOException {
    byte[] bytes = body.bytes(ctx);
    Map<String, Object> answer =
        bytes.length == 0 ? ofPods(book.only()) : answer(body.parsed(bytes));
    ctx.contentType("application/json").result(MAPPER.writeValueAsBytes(answer));
  }

  private Map<String, Object> answer(JsonNode root) {
    if (!root.isObject() || root.size() > 1) {
      throw body.malformed("it must be an object whose only key is \"workload\" or \"metrics\"");
    }
    if (root.isEmpty()) {
      return ofPods(book.only());
    }
    if (root.path("workload").isTextual()) {
      return ofPods(root.path("workload").textValue());
    }
    if (!root.path("metrics").isObject()) {
      throw body.malformed("its only key must be \"workload\", a text, or \"metrics\", an object");
    }
    return ofMetrics(finite(root.path("metrics")));
  }

  private Map<String, Object> ofPods(String name) {
    WorkloadId workload = book.workload(name);
    use(
        model -> {
          pods.requireAnswerable(model.manifest().featureSet());
          return model;
        });
    // Prometheus is asked while no model is held: it may take its time.
    PodWindows.Now now = pods.read(workload);
    return use(
        model -> {
          pods.requireAnswerable(model.manifest().featureSet());
          return pods.judged(workload, now, new AnomalyAnswer(model, inferenceSeconds));
        });
  }

  private Map<String, Object> ofMetrics(JsonNode metrics) {
    return use(
        model -> {
          requireAll(model, metrics);
          float[] row = new float[model.features().size()];
          for (int i = 0; i < row.length; i++) {
            row[i] = metrics.get(model.features().get(i)).floatValue();
          }
          AnomalyAnswer answers = new AnomalyAnswer(model, inferenceSeconds);
          Map<String, Object> answer = new LinkedHashMap<>(answers.of(new float[][] {row}).get(0));
          answer.putAll(answers.judge());
          return answer;
        });
  }

  private <T> T use(Function<LoadedDetector, T> function) {
    Optional<T> used = slot.use(function);
    return used.orElseThrow(
        () ->
            new ProblemException(
                Problem.of(
                    Problem.Kind.NO_MODEL,
                    "no anomaly model has the alias champion: train one with train-anomaly")));
  }

  private JsonNode finite(JsonNode metrics) {
    metrics
        .properties()
        .forEach(
            metric -> {
              // A larger number would be infinite to the graph, which computes in float.
              if (!metric.getValue().isNumber()
                  || !Float.isFinite(metric.getValue().floatValue())) {
                throw body.malformed("\"" + metric.getKey() + "\" is not a finite number");
              }
            });
    return metrics;
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
