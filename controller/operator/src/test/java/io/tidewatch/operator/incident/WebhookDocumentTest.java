package io.tidewatch.operator.incident;

import static io.tidewatch.operator.incident.TestingIncidents.NOON;
import static io.tidewatch.operator.incident.TestingIncidents.leak;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.operator.incident.Incident.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WebhookDocumentTest {
  private static final Links LINKS = new Links(Optional.of("https://tidewatch.example.com"));

  @Test
  void the_reference_shows_what_is_sent() throws IOException {
    Incident incident =
        leak("web-1", Severity.WARNING, List.of("its replacement was begun at 12:04"));
    Episode episode =
        AlertsTest.opened(incident)
            .over(NOON.plusSeconds(480), "the pod was replaced, another one is ready")
            .resolved();
    WebhookDocument documents = new WebhookDocument(LINKS, Map.of("cluster", "eu-1"));
    String page = Files.readString(Path.of("../../docs/reference/incidents.md"));
    String shown = page.substring(page.indexOf("```json") + 7).split("```")[0];
    JsonNode expected = IncidentJson.read(shown, JsonNode.class);
    String sent = documents.of(List.of(episode), NOON.plusSeconds(600)).toString();
    assertEquals(expected, IncidentJson.read(sent, JsonNode.class));
  }

  @Test
  void what_is_open_has_no_end_and_without_an_address_there_is_no_link() {
    Episode ending = AlertsTest.opened(leak("", Severity.INFO)).over(NOON, "perhaps");
    JsonNode incident = new WebhookDocument(Links.none(), Map.of()).incident(ending);
    assertEquals("open", incident.path("status").asText());
    assertEquals("", incident.path("pod").asText());
    assertFalse(incident.has("resolved_at") || incident.has("url"), incident.toString());
  }
}
