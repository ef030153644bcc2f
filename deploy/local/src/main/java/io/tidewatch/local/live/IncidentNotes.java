package io.tidewatch.local.live;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The incidents of a race as sentences: what was opened, when it ended and why, who was told.
 *
 * @param scored when the scored part began
 */
record IncidentNotes(LivePlan plan, Instant scored) {
  /** Those of an answer of {@code GET /incidents}. */
  List<String> of(JsonNode answer) {
    List<String> notes = new ArrayList<>();
    answer.path("resolved").forEach(incident -> notes.add(text(incident)));
    answer.path("open").forEach(incident -> notes.add(text(incident)));
    return notes;
  }

  private String text(JsonNode incident) {
    String pod = incident.path("pod").asText();
    StringBuilder text =
        new StringBuilder(
            "Incident %s of %s, opened at minute %s, "
                .formatted(
                    incident.path("cause").asText(),
                    pod.isEmpty() ? incident.path("workload").asText() : pod,
                    minute(incident.path("opened_at"))));
    text.append(
        incident.has("resolved_at")
            ? "resolved at minute %s: %s"
                .formatted(
                    minute(incident.path("resolved_at")), incident.path("resolution").asText())
            : "still open");
    incident
        .path("told")
        .properties()
        .forEach(
            receiver ->
                text.append("; ")
                    .append(receiver.getKey())
                    .append(receiver.getValue().asBoolean() ? " knows it" : " was not told yet"));
    return text.append(".").toString();
  }

  private String minute(JsonNode at) {
    return "%.0f".formatted(plan.minutes(Duration.between(scored, Instant.parse(at.asText()))));
  }
}
