package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Objects;

/**
 * The lease as the server holds it.
 *
 * @param holder empty if it was let go
 * @param duration after which a silent holder is taken for dead
 * @param transitions how often it has changed hands
 * @param annotations left as they are
 */
record LeaseView(
    boolean present,
    String holder,
    String resourceVersion,
    Duration duration,
    int transitions,
    String acquired,
    JsonNode annotations) {
  private static final int USUAL_SECONDS = 15;

  LeaseView {
    Objects.requireNonNull(holder, "holder");
    Objects.requireNonNull(duration, "duration");
  }

  static LeaseView absent() {
    return new LeaseView(false, "", "", Duration.ofSeconds(USUAL_SECONDS), 0, "", Wire.object());
  }

  static LeaseView read(JsonNode lease) {
    JsonNode spec = lease.path("spec");
    return new LeaseView(
        true,
        spec.path("holderIdentity").asText(""),
        lease.path("metadata").path("resourceVersion").asText(),
        Duration.ofSeconds(Math.max(1, spec.path("leaseDurationSeconds").asInt(USUAL_SECONDS))),
        spec.path("leaseTransitions").asInt(),
        spec.path("acquireTime").asText(""),
        lease.path("metadata").path("annotations").deepCopy());
  }
}
