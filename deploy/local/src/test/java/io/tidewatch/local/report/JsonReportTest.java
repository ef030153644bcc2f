package io.tidewatch.local.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonReportTest {
  private static final List<String> ALWAYS =
      List.of(
          "rows_landed",
          "forecast",
          "autoscale",
          "decisions",
          "anomalies",
          "models",
          "seconds",
          "peak_rss_mib",
          "urls");

  @Test
  void the_fields_of_the_contract_are_always_there() {
    for (Report report : List.of(TestingReport.of("shop/web"), TestingReport.of())) {
      JsonNode json = ResultFile.parse(new JsonReport(report).text());
      ALWAYS.forEach(field -> assertTrue(json.has(field), field));
      assertTrue(json.path("rows_landed").has("log_lines"));
    }
  }

  @Test
  void it_holds_what_was_measured() {
    JsonNode json =
        ResultFile.parse(new JsonReport(TestingReport.of("shop/web", "shop/api")).text());
    assertEquals(1_234_567, json.at("/rows_landed/metrics").asLong());
    assertEquals(195_457, json.at("/rows_landed/log_lines").asLong());
    assertEquals(64, json.at("/rows_landed/log_templates").asLong());
    assertEquals(8, json.path("log_lead_min").asLong());
    assertEquals(18, json.path("forecast").size());
    assertEquals("tidewatch", json.at("/forecast/0/method").asText());
    assertEquals(5.0, json.at("/forecast/0/wape").asDouble());
    assertEquals("tidewatch", json.at("/autoscale/0/policy").asText());
    assertEquals(777, json.at("/autoscale/0/pod_hours").asDouble(), 1e-9);
    assertEquals(3, json.at("/autoscale/0/violation_min").asDouble());
    assertEquals("oracle", json.at("/autoscale/8/policy").asText());
    assertEquals(30, json.path("decisions").asInt());
    assertEquals("champion", json.at("/models/0/alias").asText());
    assertEquals(81.5, json.path("seconds").asDouble());
    assertEquals(3_210, json.path("peak_rss_mib").asInt());
  }
}
