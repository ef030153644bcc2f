package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What the API server said.
 *
 * @param status the HTTP status; 0 if nothing came back
 * @param retryAfter how long it wants to be left alone, if it says so
 * @param body the object, or a {@code Status}
 */
record Answer(int status, Optional<Duration> retryAfter, JsonNode body) {
  private static final int LONGEST = 300;

  Answer {
    Objects.requireNonNull(retryAfter, "retryAfter");
    Objects.requireNonNull(body, "body");
  }

  /** No answer: a time-out, a refused connection, a cut line. The request may have been heard. */
  static Answer none(String why) {
    return new Answer(0, Optional.empty(), Wire.object().put("message", why));
  }

  boolean ok() {
    return status >= 200 && status < 300;
  }

  /** The object is not what the request took it for: look again, decide again. */
  boolean conflict() {
    return status == 409;
  }

  boolean missing() {
    return status == 404;
  }

  /** The first cause that the server gives, such as {@code DisruptionBudget}. */
  String cause() {
    return body.path("details").path("causes").path(0).path("reason").asText("");
  }

  /** For people. Validation errors quote the whole object, so it is cut. */
  String text() {
    String message = body.path("message").asText("").strip();
    String cut = message.length() > LONGEST ? message.substring(0, LONGEST) + "…" : message;
    return status == 0 ? "no answer: " + cut : status + " " + cut;
  }
}
