package io.tidewatch.serving.http;

import io.tidewatch.serving.model.AnomalyGraph;
import io.tidewatch.serving.model.LoadedDetector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;

/** Puts into words what an anomaly model says about rows of features. */
record AnomalyAnswer(LoadedDetector model, DoubleConsumer inferenceSeconds) {
  /** One answer for each row, in their order. */
  List<Map<String, Object>> of(float[][] rows) {
    if (rows.length == 0) {
      return List.of();
    }
    long start = System.nanoTime();
    AnomalyGraph.Answer said = model.graph().score(rows);
    inferenceSeconds.accept((System.nanoTime() - start) / 1e9);
    List<Map<String, Object>> answers = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      answers.add(answer(rows[i], said.scores()[i], said.doublings()[i]));
    }
    return answers;
  }

  /** What is the same for every row. */
  Map<String, Object> judge() {
    Map<String, Object> judge = new LinkedHashMap<>();
    judge.put("threshold", model.detector().thresholds().anomaly());
    judge.put("model", ModelsHandler.describe(model.id()));
    return judge;
  }

  private Map<String, Object> answer(float[] row, double score, float[] doublings) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("is_anomaly", model.detector().thresholds().isAnomaly(score));
    answer.put("anomaly_score", score);
    answer.put("severity", model.detector().thresholds().severity(score).label());
    Map<String, Object> metrics = new LinkedHashMap<>();
    for (int i = 0; i < row.length; i++) {
      metrics.put(model.features().get(i), row[i]);
    }
    answer.put("metrics", metrics);
    answer.put("attribution", Attribution.strongest(model, row, doublings));
    return answer;
  }
}
