package io.tidewatch.serving.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.Context;
import io.tidewatch.domain.Forecast.ModelId;
import io.tidewatch.mlflow.PackageManifest;
import io.tidewatch.serving.model.FollowedModel;
import io.tidewatch.serving.model.LoadedDetector;
import io.tidewatch.serving.model.LoadedModel;
import io.tidewatch.serving.model.LoadedPolicy;
import io.tidewatch.serving.model.ModelRefresher;
import io.tidewatch.serving.model.Refresh;
import io.tidewatch.serving.model.ServedModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;

/** Says which model is in use, and looks for a new one when asked. */
final class ModelsHandler {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private final FollowedModel<LoadedModel> forecasts;
  private final FollowedModel<LoadedDetector> detectors;
  private final FollowedModel<LoadedPolicy> policies;
  private final Semaphore room;

  ModelsHandler(
      FollowedModel<LoadedModel> forecasts,
      FollowedModel<LoadedDetector> detectors,
      FollowedModel<LoadedPolicy> policies,
      int atOnce) {
    this.forecasts = forecasts;
    this.detectors = detectors;
    this.policies = policies;
    this.room = new Semaphore(atOnce);
  }

  /** {@code GET /models}. */
  void list(Context ctx) throws IOException {
    List<Map<String, Object>> models = new ArrayList<>();
    List<Map<String, Object>> refused = new ArrayList<>();
    for (FollowedModel<?> followed : List.of(forecasts, detectors, policies)) {
      followed.slot().current().ifPresent(model -> models.add(describe(model)));
      followed.refresher().failure().ifPresent(failure -> refused.add(describe(failure)));
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("models", models);
    answer.put("refused", refused);
    send(ctx, answer);
  }

  /** {@code POST /models/refresh}: the status tells of the forecast, without which nothing goes. */
  void refresh(Context ctx) throws IOException {
    // A registry that is slow to answer must not take every thread with it.
    if (!room.tryAcquire()) {
      throw new ProblemException(Gate.busy("others are waiting for the registry already"));
    }
    try {
      look(ctx);
    } finally {
      room.release();
    }
  }

  private void look(Context ctx) throws IOException {
    Refresh anomaly = detectors.refresher().refresh(true);
    Refresh policy = policies.refresher().refresh(true);
    Refresh result = forecasts.refresher().refresh(true);
    switch (result.outcome()) {
      case REFUSED -> throw problem(Problem.Kind.MODEL_REFUSED, result);
      case UNAVAILABLE -> throw problem(Problem.Kind.REGISTRY_UNAVAILABLE, result);
      case ABSENT -> throw problem(Problem.Kind.NO_MODEL, result);
      default -> {
        Map<String, Object> answer = describe(result);
        answer.put("anomaly", describe(anomaly));
        answer.put("policy", describe(policy));
        send(ctx, answer);
      }
    }
  }

  private static Map<String, Object> describe(Refresh result) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("outcome", result.outcome().text());
    result.model().ifPresent(id -> answer.put("model", describe(id)));
    answer.put("detail", result.detail());
    return answer;
  }

  private static Map<String, Object> describe(ServedModel model) {
    PackageManifest manifest = model.manifest();
    Map<String, Object> answer = describe(model.id());
    answer.put("origin", model.origin().text());
    answer.put("loaded_at", model.loadedAt().toString());
    answer.put("feature_set", manifest.featureSet().toString());
    answer.put("horizons", manifest.horizons());
    answer.put("step_seconds", manifest.stepSeconds());
    answer.put("code_version", manifest.codeVersion());
    answer.put("seed", manifest.seed());
    answer.put(
        "training_window",
        Map.of(
            "from", manifest.trainingWindow().from().toString(),
            "to", manifest.trainingWindow().to().toString()));
    answer.put("delta_versions", new TreeMap<>(manifest.deltaVersions()));
    Map<String, String> methods = new TreeMap<>();
    manifest.workloads().forEach((workload, entry) -> methods.put(workload, entry.method()));
    answer.put("methods", methods);
    answer.put("metrics", new TreeMap<>(manifest.metrics()));
    return answer;
  }

  private static Map<String, Object> describe(ModelRefresher.Failure failure) {
    Map<String, Object> answer = describe(failure.model());
    answer.put("reason", failure.reason());
    answer.put("at", failure.at().toString());
    return answer;
  }

  static Map<String, Object> describe(ModelId id) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("name", id.name());
    answer.put("version", id.version());
    answer.put("alias", id.alias());
    return answer;
  }

  private static ProblemException problem(Problem.Kind kind, Refresh result) {
    Map<String, Object> more = new LinkedHashMap<>();
    result.model().ifPresent(id -> more.put("model", describe(id)));
    return new ProblemException(Problem.of(kind, result.detail(), more));
  }

  private static void send(Context ctx, Map<String, Object> answer) throws IOException {
    ctx.contentType("application/json").result(MAPPER.writeValueAsBytes(answer));
  }
}
