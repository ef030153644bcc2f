package io.tidewatch.serving.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.Context;
import io.tidewatch.domain.Forecast.ModelId;
import io.tidewatch.mlflow.PackageManifest;
import io.tidewatch.serving.model.LoadedModel;
import io.tidewatch.serving.model.ModelRefresher;
import io.tidewatch.serving.model.ModelSlot;
import io.tidewatch.serving.model.Refresh;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Says which model is in use, and looks for a new one when asked. */
final class ModelsHandler {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private final ModelSlot slot;
  private final ModelRefresher refresher;

  ModelsHandler(ModelSlot slot, ModelRefresher refresher) {
    this.slot = slot;
    this.refresher = refresher;
  }

  /** {@code GET /models}. */
  void list(Context ctx) throws IOException {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("models", slot.current().map(model -> List.of(describe(model))).orElse(List.of()));
    answer.put(
        "refused",
        refresher.failure().map(failure -> List.of(describe(failure))).orElse(List.of()));
    send(ctx, answer);
  }

  /** {@code POST /models/refresh}. */
  void refresh(Context ctx) throws IOException {
    Refresh result = refresher.refresh(true);
    switch (result.outcome()) {
      case REFUSED -> throw problem(Problem.Kind.MODEL_REFUSED, result);
      case UNAVAILABLE -> throw problem(Problem.Kind.REGISTRY_UNAVAILABLE, result);
      case ABSENT -> throw problem(Problem.Kind.NO_MODEL, result);
      default -> send(ctx, describe(result));
    }
  }

  private static Map<String, Object> describe(Refresh result) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("outcome", result.outcome().text());
    result.model().ifPresent(id -> answer.put("model", describe(id)));
    answer.put("detail", result.detail());
    return answer;
  }

  private static Map<String, Object> describe(LoadedModel model) {
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

  private static Map<String, Object> describe(ModelId id) {
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
