package io.tidewatch.operator.size;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.policy.size.Resources;
import io.tidewatch.policy.size.RightSize;
import io.tidewatch.source.ApiAccess;
import io.tidewatch.source.ApiCall;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SizeClientTest {
  private static final WorkloadId WEB = WorkloadId.parse("shop/web");
  private static final String ANSWER =
      """
      {"workload": "shop/web", "seen_until": "2026-11-28T12:00:00Z", "sizes": [
        {"container": "*",
         "needs": {"cpu": {"target": 0.5, "lower": 0.4, "upper": 0.6, "observed": 0.43, "days": 8.0, "samples": 11520}},
         "not_enough_data": {"memory": "less than a day"},
         "current": {"qos": "guaranteed", "cpu_request": 1.0, "cpu_limit": 1.0, "memory_request": 1e9, "memory_limit": 1e9},
         "recommended": {"qos": "guaranteed", "cpu_request": 0.5, "cpu_limit": 0.5, "memory_request": 1e9, "memory_limit": 1e9},
         "hpa_target": 1.2, "notes": ["n"]}]}
      """;

  @Test
  void an_answer_is_read_with_what_is_known_and_what_is_not() throws JsonProcessingException {
    RightSize size = read(ANSWER).size().orElseThrow();
    assertEquals(0.5, size.needs().cpu().estimate().orElseThrow().target());
    assertEquals("less than a day", size.needs().memory().missing().orElseThrow());
    assertEquals(0.5, size.recommended().orElseThrow().cpuLimit().orElseThrow());
    assertEquals("2026-11-28T12:00:00Z", read(ANSWER).seenUntil().orElseThrow().toString());
    assertEquals(Resources.Qos.GUARANTEED, size.current().orElseThrow().qos());
  }

  @Test
  void nonsense_another_workload_and_silence_are_nothing() throws JsonProcessingException {
    assertTrouble("another workload", read(ANSWER.replace("shop/web", "shop/api")));
    assertTrouble("makes no sense", read(ANSWER.replace("\"lower\": 0.4", "\"lower\": 4")));
    assertTrouble("makes no sense", read(ANSWER.replace("T12:00:00Z", " noon")));
    assertTrouble("nothing of its size", read("{\"workload\": \"shop/web\"}"));
    SizeClient nobody =
        new SizeClient(
            new ApiCall("serving", URI.create("http://127.0.0.1:1"), ApiAccess.open()),
            Duration.ofSeconds(1));
    assertTrouble("cannot be asked", nobody.about(WEB));
  }

  private static SizeSource.Said read(String answer) throws JsonProcessingException {
    return SizeClient.read(WEB, new ObjectMapper().readTree(answer));
  }

  private static void assertTrouble(String words, SizeSource.Said said) {
    assertTrue(said.size().isEmpty());
    assertTrue(said.trouble().orElseThrow().contains(words), said.trouble().toString());
  }
}
