package io.tidewatch.spark.collect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.domain.UserException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import org.apache.spark.sql.connector.read.streaming.Offset;

/**
 * How far a set of queries has been read: every step up to and including a time.
 *
 * <p>Written by Spark into the checkpoint as JSON, with the version of this form and the
 * fingerprint of the queries and their step.
 */
final class StepOffset extends Offset {
  static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SteppedSource source;
  private final String querySet;
  private final Duration step;
  private final long untilStep;

  StepOffset(SteppedSource source, String querySet, Duration step, long untilStep) {
    this.source = Objects.requireNonNull(source, "source");
    this.querySet = Objects.requireNonNull(querySet, "querySet");
    this.step = Objects.requireNonNull(step, "step");
    this.untilStep = untilStep;
  }

  /**
   * Reads what {@link #json} wrote.
   *
   * @param source whose checkpoint it is, for messages
   * @throws UserException when a newer version wrote it or it is damaged
   */
  static StepOffset parse(String json, SteppedSource source) {
    try {
      JsonNode node = JSON.readTree(json);
      int version = node.path("version").asInt(0);
      if (version > VERSION) {
        throw new UserException(
            "this version of Tidewatch cannot go on from the store's checkpoint",
            "it was written in form " + version + ", this program knows " + VERSION,
            "update Tidewatch");
      }
      Duration step = Duration.ofSeconds(required(node, "stepSeconds").asLong());
      Instant until = Instant.parse(required(node, "until").asText());
      String querySet = required(node, "querySet").asText();
      return new StepOffset(source, querySet, step, until.getEpochSecond() / step.toSeconds());
    } catch (JsonProcessingException
        | DateTimeParseException
        | ArithmeticException
        | IllegalArgumentException damaged) {
      throw new UserException(
          "the store's checkpoint is damaged",
          "\"" + json + "\" says not how far ingest has come (" + damaged.getMessage() + ")",
          ContinueAnew.remedy(source),
          damaged);
    }
  }

  private static JsonNode required(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (value.isMissingNode()) {
      throw new IllegalArgumentException("the field " + field + " is missing");
    }
    return value;
  }

  /**
   * Makes sure that this offset counts the progress of a set of queries.
   *
   * @throws UserException when it is another set's
   */
  StepOffset requireSet(String wanted) {
    if (querySet.equals(wanted)) {
      return this;
    }
    throw new UserException(
        "the store's checkpoint belongs to other queries",
        "the catalogue's queries or its step have changed since " + until(),
        "put the old catalogue back, or, to go on with the new queries: "
            + ContinueAnew.remedy(source));
  }

  String querySet() {
    return querySet;
  }

  /** The last step that has been read, as an index since the epoch. */
  long untilStep() {
    return untilStep;
  }

  /** The time of the last step that has been read. */
  Instant until() {
    return Instant.ofEpochSecond(untilStep * step.toSeconds());
  }

  @Override
  public String json() {
    return JSON.createObjectNode()
        .put("version", VERSION)
        .put("querySet", querySet)
        .put("stepSeconds", step.toSeconds())
        .put("until", until().toString())
        .toString();
  }
}
