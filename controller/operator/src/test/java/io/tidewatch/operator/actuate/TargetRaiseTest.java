package io.tidewatch.operator.actuate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TargetRaiseTest {
  private static JsonNode json(String text) {
    return Wire.parse(text.replace('\'', '"')).orElseThrow();
  }

  private static JsonNode pods(String value) {
    return json(
        "[{'type':'Pods','pods':{'metric':{'name':'rps'},'target':{'type':'AverageValue',"
            + "'averageValue':'"
            + value
            + "'}}}]");
  }

  private static TargetRaise by(String factor) {
    return new TargetRaise(new BigDecimal(factor), Optional.empty());
  }

  @Test
  void an_average_value_is_spelled_as_the_server_spells_it() {
    assertEquals(Optional.of(pods("9499m")), by("1.357").in(pods("7")));
    assertEquals(Optional.of(pods("8")), by("1.6").in(pods("5")));
    assertEquals(Optional.of(pods("1k")), by("2").in(pods("500")));
    assertEquals(Optional.of(pods("750m")), by("1.5").in(pods("500m")));
  }

  @Test
  void a_utilisation_is_rounded_down() {
    assertEquals(Optional.of(InMemoryHpas.cpu(82)), by("1.375").in(InMemoryHpas.cpu(60)));
  }

  @Test
  void one_of_several_metrics_must_be_named() {
    JsonNode both = json("[" + inner(pods("7")) + "," + inner(InMemoryHpas.cpu(60)) + "]");
    assertEquals(Optional.empty(), by("1.5").in(both));
    TargetRaise named = new TargetRaise(new BigDecimal("1.5"), Optional.of("rps"));
    JsonNode raised = json("[" + inner(pods("10500m")) + "," + inner(InMemoryHpas.cpu(60)) + "]");
    assertEquals(Optional.of(raised), named.in(both));
  }

  private static String inner(JsonNode list) {
    return list.get(0).toString();
  }

  @Test
  void a_target_is_never_lowered() {
    assertThrows(IllegalArgumentException.class, () -> by("0.9"));
    assertEquals(Optional.empty(), TargetRaise.over(0.8, 0.7));
    assertEquals(Optional.empty(), by("1.001").in(InMemoryHpas.cpu(60)));
  }
}
