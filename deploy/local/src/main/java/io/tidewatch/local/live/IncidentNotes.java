package io.tidewatch.local.live;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The incidents of a race as sentences: what was opened, when it ended and why, who was told. */
final class IncidentNotes {
  private IncidentNotes() {}

  /**
   * Those of an answer of {@code GET /incidents}.
   *
   * @param began when the load did
   * @param step a nominal minute
   */
  static List<String> of(JsonNode answer, Instant began, Duration step) {
    List<String> notes = new ArrayList<>();
    answer.path("resolved").forEach(incident -> notes.add(text(incident, began, step)));
    answer.path("open").forEach(incident -> notes.add(text(incident, began, step)));
    return notes;
  }

  private static String text(JsonNode incident, Instant began, Duration step) {
    String subject = incident.path("pod").asText();
    String end =
        incident.has("resolved_at")
            ? "resolved at minute %s: %s"
                .formatted(
                    minute(incident, "resolved_at", began, step),
                    incident.path("resolution").asText())
            : "still open";
    List<String> told = new ArrayList<>();
    incident.path("told").fields().forEachRemaining(one -> told.add(receiver(one.getKey(), one)));
    return "Incident %s of %s, opened at minute %s, %s%s."
        .formatted(
            incident.path("cause").asText(),
            subject.isEmpty() ? incident.path("workload").asText() : subject,
            minute(incident, "opened_at", began, step),
            end,
            told.isEmpty() ? "" : "; " + String.join(", ", told));
  }

  private static String receiver(String name, Map.Entry<String, JsonNode> told) {
    return name + (told.getValue().asBoolean() ? " knows it" : " was not told yet");
  }

  private static String minute(JsonNode incident, String key, Instant began, Duration step) {
    Instant at = Instant.parse(incident.path(key).asText());
    double minutes = Duration.between(began, at).toMillis() / (double) step.toMillis();
    return "%.0f".formatted(minutes);
  }
}
