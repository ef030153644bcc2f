package io.tidewatch.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.domain.UserException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.mlflow.api.proto.Service.CreateRun;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.RunInfo;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.tracking.MlflowClient;

/**
 * A training run as MLflow's UI shows it: parameters, metrics, tags, its data set and the package.
 * A run that is closed before {@link #finish} counts as failed.
 */
public final class TrainingRun implements AutoCloseable {

  private static final String PACKAGE = "package";
  // The server takes at most 100 parameters or tags in one call.
  private static final int BATCH = 100;

  private final ModelRegistry registry;
  private final RunInfo info;
  private boolean ended;

  private TrainingRun(ModelRegistry registry, RunInfo info) {
    this.registry = registry;
    this.info = info;
  }

  static TrainingRun start(ModelRegistry registry, String experiment, String runName) {
    String id = experimentId(registry, experiment);
    CreateRun request =
        CreateRun.newBuilder()
            .setExperimentId(id)
            .setRunName(runName)
            .setStartTime(System.currentTimeMillis())
            .build();
    RunInfo info = registry.connection().call("start a run", client -> client.createRun(request));
    return new TrainingRun(registry, info);
  }

  /** The run's id. */
  public String id() {
    return info.getRunId();
  }

  /** Notes what the training was given. */
  public void logParameters(Map<String, String> parameters) {
    List<Param> all = new ArrayList<>();
    parameters.forEach(
        (key, value) -> all.add(Param.newBuilder().setKey(key).setValue(value).build()));
    for (List<Param> batch : batches(all)) {
      log(List.of(), batch, List.of());
    }
  }

  /** Notes results; every value must be a finite number. */
  public void logMetrics(Map<String, Double> metrics) {
    long now = System.currentTimeMillis();
    List<Metric> all = new ArrayList<>();
    metrics.forEach((key, value) -> all.add(metric(key, value, now)));
    for (List<Metric> batch : batches(all)) {
      log(batch, List.of(), List.of());
    }
  }

  /** Notes anything else. */
  public void setTags(Map<String, String> tags) {
    List<RunTag> all = new ArrayList<>();
    tags.forEach((key, value) -> all.add(RunTag.newBuilder().setKey(key).setValue(value).build()));
    for (List<RunTag> batch : batches(all)) {
      log(List.of(), List.of(), batch);
    }
  }

  /**
   * Notes which data the training read.
   *
   * @param name the table's name
   * @param digest identifies its content, such as the table version
   * @param source where it lies
   */
  public void logDataset(String name, String digest, String source) {
    Map<String, String> dataset =
        Map.of("name", name, "digest", digest, "source_type", "delta", "source", source);
    Map<String, String> context = Map.of("key", "mlflow.data.context", "value", "training");
    Map<String, Object> input = Map.of("tags", List.of(context), "dataset", dataset);
    Map<String, Object> body = Map.of("run_id", id(), "datasets", List.of(input));
    registry.connection().post("runs/log-inputs", body).orThrow("note the data set " + name);
  }

  /**
   * Uploads the package and registers it as a version of the model. A training that has already
   * registered under the same key (it was killed right after, say) gets that version again, and
   * nothing is uploaded.
   */
  public ModelVersion register(
      String model, ModelPackage content, String registrationKey, Map<String, String> tags) {
    return registry
        .byRegistrationKey(model, registrationKey)
        .orElseGet(() -> registerNew(model, content, registrationKey, tags));
  }

  /** Ends the run as finished. */
  public void finish() {
    end(RunStatus.FINISHED);
  }

  /** Ends the run as failed and notes why. */
  public void fail(String reason) {
    setTags(Map.of("tidewatch.failure", reason));
    end(RunStatus.FAILED);
  }

  /** Ends the run as failed unless it has ended. */
  @Override
  public void close() {
    if (!ended) {
      end(RunStatus.FAILED);
    }
  }

  private ModelVersion registerNew(
      String model, ModelPackage content, String registrationKey, Map<String, String> tags) {
    String source = info.getArtifactUri() + "/" + PACKAGE;
    new PackageTransfer(registry.artifacts()).upload(content, ArtifactStore.path(source));
    Map<String, String> all = new HashMap<>(tags);
    all.put(ModelVersion.REGISTRATION_KEY, registrationKey);
    all.put(ModelVersion.CHECKSUM, content.checksum());
    ModelVersion own = registry.create(model, id(), source, all);
    // MLflow has no "create unless there is one": of two at once the older stays, both sides agree.
    ModelVersion oldest = registry.byRegistrationKey(model, registrationKey).orElse(own);
    if (!oldest.version().equals(own.version())) {
      registry.delete(own);
    }
    return oldest;
  }

  private void end(RunStatus status) {
    run("end the run", client -> client.setTerminated(id(), status));
    ended = true;
  }

  private void log(List<Metric> metrics, List<Param> parameters, List<RunTag> tags) {
    run("log to the run", client -> client.logBatch(id(), metrics, parameters, tags));
  }

  private void run(String what, Consumer<MlflowClient> call) {
    registry
        .connection()
        .call(
            what,
            client -> {
              call.accept(client);
              return true;
            });
  }

  private static Metric metric(String key, double value, long time) {
    Require.finite("metric " + key, value);
    return Metric.newBuilder().setKey(key).setValue(value).setTimestamp(time).setStep(0).build();
  }

  private static String experimentId(ModelRegistry registry, String name) {
    MlflowConnection connection = registry.connection();
    Answer created = connection.post("experiments/create", Map.of("name", name));
    if (!created.isRefusal("RESOURCE_ALREADY_EXISTS")) {
      return Json.text(created.orThrow("create experiment " + name), "experiment_id");
    }
    JsonNode experiment =
        connection
            .get("experiments/get-by-name", Map.of("experiment_name", name))
            .orThrow("find experiment " + name)
            .path("experiment");
    if (Json.text(experiment, "lifecycle_stage").equals("deleted")) {
      throw new UserException(
          "the experiment " + name + " is deleted",
          "MLflow keeps the name of a deleted experiment",
          "restore it: mlflow experiments restore --experiment-id "
              + Json.text(experiment, "experiment_id"));
    }
    return Json.text(experiment, "experiment_id");
  }

  private static <T> List<List<T>> batches(List<T> all) {
    List<List<T>> batches = new ArrayList<>();
    for (int from = 0; from < all.size(); from += BATCH) {
      batches.add(all.subList(from, Math.min(all.size(), from + BATCH)));
    }
    return batches;
  }
}
