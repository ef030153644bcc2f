package io.tidewatch.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A version of a registered model.
 *
 * @param model the registered model's name
 * @param version its number, as MLflow writes it
 * @param runId the training run that holds its package
 * @param source the package's artifact address
 * @param createdAt when it was registered
 * @param tags what was noted on it
 */
public record ModelVersion(
    String model,
    String version,
    String runId,
    String source,
    Instant createdAt,
    Map<String, String> tags) {

  /** The tag with the key under which a training registers at most once. */
  public static final String REGISTRATION_KEY = "tidewatch.registration_key";

  /** The tag with {@link ModelPackage#checksum()}. */
  public static final String CHECKSUM = "tidewatch.checksum";

  public ModelVersion {
    Require.text("model", model);
    Require.text("version", version);
    tags = Map.copyOf(tags);
  }

  /** The checksum that its package had when it was registered. */
  public Optional<String> checksum() {
    return Optional.ofNullable(tags.get(CHECKSUM));
  }

  @Override
  public String toString() {
    return model + " version " + version;
  }

  static ModelVersion parse(JsonNode node) {
    Map<String, String> tags = new TreeMap<>();
    node.path("tags").forEach(tag -> tags.put(Json.text(tag, "key"), Json.text(tag, "value")));
    return new ModelVersion(
        Json.text(node, "name"),
        Json.text(node, "version"),
        Json.text(node, "run_id"),
        Json.text(node, "source"),
        Instant.ofEpochMilli(node.path("creation_timestamp").asLong()),
        tags);
  }
}
