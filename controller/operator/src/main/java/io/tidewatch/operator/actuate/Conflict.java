package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A fight that we have left: who changed a field after we wrote it. It is remembered on the object
 * itself, where a restarted controller, another replica and a human find it.
 *
 * @param until no new attempt before
 * @param terms the order's terms then; other terms (a changed resource of ours) end the truce
 */
record Conflict(String with, String what, Instant until, String terms) {
  static final String ANNOTATION = "tidewatch.io/conflict";

  Conflict {
    Objects.requireNonNull(until, "until");
    Objects.requireNonNull(terms, "terms");
  }

  /** Whether it still keeps us from writing for an order of these terms. */
  boolean holds(Instant now, String orderTerms) {
    return now.isBefore(until) && terms.equals(orderTerms);
  }

  String sentence() {
    return "%s was changed by %s after our write; not touched again before %s"
        .formatted(what, with, until);
  }

  ObjectNode json() {
    return Wire.object()
        .put("with", with)
        .put("what", what)
        .put("until", until.toString())
        .put("terms", terms);
  }

  static Optional<Conflict> parse(String text) {
    return Wire.parse(text).flatMap(Conflict::read);
  }

  static Optional<Conflict> read(JsonNode node) {
    try {
      return Optional.of(
          new Conflict(
              node.path("with").asText(),
              node.path("what").asText(),
              Instant.parse(node.path("until").asText()),
              node.path("terms").asText()));
    } catch (DateTimeException edited) {
      return Optional.empty();
    }
  }
}
