package io.tidewatch.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The models of an MLflow server: versions, aliases and packages.
 *
 * <p>Every method throws {@link io.tidewatch.domain.UserException} when the server does not answer,
 * fails, wants another login, or refuses.
 */
public final class ModelRegistry implements AutoCloseable {

  /** The alias of the version that decides. */
  public static final String CHAMPION = "champion";

  /** The alias of the version that is compared with the champion. */
  public static final String CHALLENGER = "challenger";

  private final MlflowConnection connection;
  private final ArtifactStore artifacts;

  private ModelRegistry(MlflowConnection connection) {
    this.connection = connection;
    this.artifacts = new ArtifactStore(connection);
  }

  /** A registry of that server; nothing is sent yet. */
  public static ModelRegistry connect(MlflowSettings settings) {
    return connect(settings, Backoff.USUAL, MlflowConnection.REST);
  }

  static ModelRegistry connect(MlflowSettings settings, Backoff backoff, Duration rest) {
    return new ModelRegistry(new MlflowConnection(settings, backoff, rest));
  }

  /** The version that an alias names; empty when the model or the alias does not exist. */
  public Optional<ModelVersion> byAlias(String model, String alias) {
    Answer answer =
        connection.get("registered-models/alias", Map.of("name", model, "alias", alias));
    // MLflow calls a missing alias an invalid parameter, and a missing model missing.
    if (answer.isRefusal("INVALID_PARAMETER_VALUE") || isMissing(answer)) {
      return Optional.empty();
    }
    JsonNode body = answer.orThrow("find alias " + alias + " of model " + model);
    return Optional.of(ModelVersion.parse(body.path("model_version")));
  }

  /** A version by its number. */
  public Optional<ModelVersion> version(String model, String version) {
    Answer answer = connection.get("model-versions/get", Map.of("name", model, "version", version));
    if (isMissing(answer)) {
      return Optional.empty();
    }
    JsonNode body = answer.orThrow("find version " + version + " of model " + model);
    return Optional.of(ModelVersion.parse(body.path("model_version")));
  }

  /** All versions of a model, the newest first; none when the model does not exist. */
  public List<ModelVersion> versions(String model) {
    return search("name='" + quoted(model) + "'");
  }

  /** The version that a training has registered under this key, if it did. */
  public Optional<ModelVersion> byRegistrationKey(String model, String key) {
    List<ModelVersion> all = allByRegistrationKey(model, key);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /** The aliases of a model with their version numbers; none when the model does not exist. */
  public Map<String, String> aliases(String model) {
    Answer answer = connection.get("registered-models/get", Map.of("name", model));
    if (isMissing(answer)) {
      return Map.of();
    }
    Map<String, String> aliases = new TreeMap<>();
    answer
        .orThrow("read model " + model)
        .path("registered_model")
        .path("aliases")
        .forEach(node -> aliases.put(Json.text(node, "alias"), Json.text(node, "version")));
    return aliases;
  }

  /** What was noted on a model as a whole; nothing when it does not exist. */
  public Map<String, String> modelTags(String model) {
    Answer answer = connection.get("registered-models/get", Map.of("name", model));
    Map<String, String> tags = new TreeMap<>();
    if (!isMissing(answer)) {
      answer
          .orThrow("read model " + model)
          .path("registered_model")
          .path("tags")
          .forEach(node -> tags.put(Json.text(node, "key"), Json.text(node, "value")));
    }
    return tags;
  }

  /** Adds a text to what the run of a version has left behind, in place of one of that name. */
  public void putText(ModelVersion version, String name, String text) {
    String run = version.source().replaceFirst("/[^/]+/*$", "");
    artifacts.putText(ArtifactStore.path(run) + "/" + name, text);
  }

  /** Reads a text that {@link #putText} has put. */
  public String text(ModelVersion version, String name) {
    String run = version.source().replaceFirst("/[^/]+/*$", "");
    return artifacts.read(ArtifactStore.path(run) + "/" + name);
  }

  /** Lets an alias name this version, whatever it named before. */
  public void setAlias(ModelVersion version, String alias) {
    Map<String, String> body =
        Map.of("name", version.model(), "alias", alias, "version", version.version());
    connection
        .post("registered-models/alias", body)
        .orThrow("set alias " + alias + " on " + version);
  }

  /** Takes an alias away; harmless when there is none. */
  public void deleteAlias(String model, String alias) {
    Answer answer =
        connection.delete("registered-models/alias", Map.of("name", model, "alias", alias));
    if (!isMissing(answer) && !answer.isRefusal("INVALID_PARAMETER_VALUE")) {
      answer.orThrow("delete alias " + alias + " of model " + model);
    }
  }

  /** Notes something on a version, in place of what the tag said before. */
  public void setTag(ModelVersion version, String key, String value) {
    Map<String, String> body =
        Map.of("name", version.model(), "version", version.version(), "key", key, "value", value);
    connection.post("model-versions/set-tag", body).orThrow("set tag " + key + " on " + version);
  }

  /** Notes something on a model as a whole, in place of what the tag said before. */
  public void setModelTag(String model, String key, String value) {
    connection
        .post("registered-models/set-tag", Map.of("name", model, "key", key, "value", value))
        .orThrow("set tag " + key + " on model " + model);
  }

  /**
   * Brings a version's package to a directory, which exists afterwards only whole and verified. If
   * it holds that very package already, nothing is brought. Files below {@link ModelPackage#NATIVE}
   * are left out.
   */
  public ModelPackage download(ModelVersion version, Path directory) {
    return new PackageTransfer(artifacts).download(version, directory);
  }

  /** Starts a training run in an experiment, which is created if need be. */
  public TrainingRun startRun(String experiment, String runName) {
    return TrainingRun.start(this, experiment, runName);
  }

  @Override
  public void close() {
    connection.close();
  }

  MlflowConnection connection() {
    return connection;
  }

  ArtifactStore artifacts() {
    return artifacts;
  }

  /** Registers a package; the model is created if need be. */
  ModelVersion create(String model, String runId, String source, Map<String, String> tags) {
    Answer created = connection.post("registered-models/create", Map.of("name", model));
    if (!created.isRefusal("RESOURCE_ALREADY_EXISTS")) {
      created.orThrow("create model " + model);
    }
    List<Map<String, String>> pairs = new ArrayList<>();
    new TreeMap<>(tags).forEach((key, value) -> pairs.add(Map.of("key", key, "value", value)));
    Map<String, Object> body =
        Map.of("name", model, "source", source, "run_id", runId, "tags", pairs);
    JsonNode answer =
        connection.post("model-versions/create", body).orThrow("register a version of " + model);
    return ModelVersion.parse(answer.path("model_version"));
  }

  /** Takes a version away; harmless when it is gone. */
  void delete(ModelVersion version) {
    Map<String, String> which = Map.of("name", version.model(), "version", version.version());
    Answer answer = connection.delete("model-versions/delete", which);
    if (!isMissing(answer)) {
      answer.orThrow("delete " + version);
    }
  }

  /** All versions that were registered under this key, the oldest last. */
  List<ModelVersion> allByRegistrationKey(String model, String key) {
    String tag = "tags.`" + ModelVersion.REGISTRATION_KEY + "` = '" + quoted(key) + "'";
    return search("name='" + quoted(model) + "' AND " + tag);
  }

  private List<ModelVersion> search(String filter) {
    List<ModelVersion> versions = new ArrayList<>();
    String page = "";
    do {
      Map<String, String> parameters =
          page.isEmpty() ? Map.of("filter", filter) : Map.of("filter", filter, "page_token", page);
      JsonNode body =
          connection.get("model-versions/search", parameters).orThrow("search model versions");
      body.path("model_versions").forEach(node -> versions.add(ModelVersion.parse(node)));
      page = Json.text(body, "next_page_token");
    } while (!page.isEmpty());
    Comparator<ModelVersion> byNumber = Comparator.comparingLong(v -> Long.parseLong(v.version()));
    return versions.stream().sorted(byNumber.reversed()).toList();
  }

  private static boolean isMissing(Answer answer) {
    return answer.isRefusal("RESOURCE_DOES_NOT_EXIST");
  }

  /** MLflow's filters have no way to write a quote inside of quotes. */
  private static String quoted(String text) {
    return Require.check(!text.contains("'"), text, "may not hold a quote: " + text);
  }
}
