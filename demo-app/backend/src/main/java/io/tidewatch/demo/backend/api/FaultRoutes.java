package io.tidewatch.demo.backend.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.demo.backend.Json;
import io.tidewatch.demo.backend.faults.FaultOrder;
import io.tidewatch.demo.backend.faults.Faults;
import io.tidewatch.demo.backend.telemetry.JsonLog;
import io.tidewatch.demo.backend.web.Answer;
import io.tidewatch.demo.backend.web.BadRequest;
import io.tidewatch.demo.backend.web.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** Lists, begins and ends faults. */
public final class FaultRoutes {
  private static final Set<String> FIELDS = Set.of("name", "seconds", "seed", "intensity");
  private static final long DEFAULT_SECONDS = 60;
  private static final long DEFAULT_SEED = 1;

  private final Faults faults;
  private final JsonLog log;

  /** Works on the faults. */
  public FaultRoutes(Faults faults, JsonLog log) {
    this.faults = faults;
    this.log = log;
  }

  /** GET. */
  public Answer list(Request request) {
    return Answer.json(200, Map.of("active", faults.describe()));
  }

  /** POST. */
  public Answer begin(Request request) {
    FaultOrder order = order(request.body());
    faults.begin(order);
    log.write(JsonLog.Level.WARN, "faults", "fault " + order.name() + " begins", order.fields());
    return Answer.json(202, Map.of("active", faults.describe()));
  }

  /** DELETE. */
  public Answer clear(Request request) {
    faults.clear();
    log.write(JsonLog.Level.WARN, "faults", "all faults end", Map.of());
    return Answer.empty(204);
  }

  private FaultOrder order(String body) {
    JsonNode document = parse(body);
    document
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (!FIELDS.contains(field)) {
                throw new BadRequest("there is no field " + field + "; there are " + FIELDS);
              }
            });
    String name = document.path("name").asText();
    if (!Faults.NAMES.contains(name)) {
      throw new BadRequest("name must be one of " + String.join(", ", Faults.NAMES));
    }
    List.of("seconds", "seed", "intensity").forEach(field -> requireNumber(document, field));
    try {
      return new FaultOrder(
          name,
          Duration.ofSeconds(document.path("seconds").asLong(DEFAULT_SECONDS)),
          document.path("seed").asLong(DEFAULT_SEED),
          document.has("intensity")
              ? OptionalDouble.of(document.get("intensity").asDouble())
              : OptionalDouble.empty());
    } catch (IllegalArgumentException e) {
      throw new BadRequest(e.getMessage());
    }
  }

  private JsonNode parse(String body) {
    try {
      JsonNode document = Json.MAPPER.readTree(body);
      if (document != null && document.isObject()) {
        return document;
      }
    } catch (JsonProcessingException e) {
      // told below, like a document of another kind
    }
    throw new BadRequest("the body must be a JSON object with name, seconds, seed, intensity");
  }

  private static void requireNumber(JsonNode document, String field) {
    if (document.has(field) && !document.get(field).isNumber()) {
      throw new BadRequest(field + " must be a number");
    }
  }
}
