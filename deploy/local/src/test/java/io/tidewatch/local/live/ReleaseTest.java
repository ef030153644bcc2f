package io.tidewatch.local.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tidewatch.domain.Catalogue;
import io.tidewatch.source.CatalogueFile;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReleaseTest {
  @Test
  void its_values_name_the_images_the_servers_and_the_clock_of_the_race() throws IOException {
    LiveCatalogue.Anchors anchors =
        new LiveCatalogue.Anchors(TestingLive.FROM, Instant.parse("2026-01-05T07:55:00Z"));
    String catalogue = LiveCatalogue.shared(TestingLive.race(24, Optional.empty()), anchors);
    JsonNode values =
        new YAMLMapper()
            .readTree(
                Release.values(
                    Map.of("controller", "c1", "serving", "s1"),
                    "aiops-demo",
                    catalogue,
                    new Release.Servers(
                        URI.create("http://10.77.0.1:9090"),
                        URI.create("http://10.77.0.1:5000"),
                        URI.create("http://10.77.0.1:9093"))));
    assertEquals("act", values.path("mode").asText());
    assertEquals("aiops-demo", values.at("/namespaces/0").asText());
    assertEquals("c1", values.at("/images/controller/tag").asText());
    assertEquals("s1", values.at("/images/serving/tag").asText());
    assertEquals("http://10.77.0.1:9090", values.at("/prometheus/url").asText());
    assertEquals("http://10.77.0.1:5000", values.at("/mlflow/url").asText());
    assertEquals("http://10.77.0.1:9093", values.at("/incidents/alertmanagers/0").asText());
    Catalogue told = CatalogueFile.parse(values.path("catalogue").asText(), "values");
    assertEquals(CatalogueFile.parse(catalogue, "shared"), told);
  }
}
