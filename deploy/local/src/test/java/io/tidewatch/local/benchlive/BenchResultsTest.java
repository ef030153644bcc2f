package io.tidewatch.local.benchlive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.local.report.ResultFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class BenchResultsTest {
  private static final String SUMMARY =
      "{\"targets\":[{\"offered\":100,\"ok\":97,\"http_5xx\":1,\"reset\":2,\"timeout\":0,"
          + "\"p95_ms\":1020.5}],\"generator\":{\"trusted\":false}}";

  private static Run out(double seconds) {
    List<PodReady> pods =
        List.of(new PodReady("a", 4), new PodReady("b", 9), new PodReady("c", 6.5));
    return new Run(Scenario.SCALE_OUT, 1, 18, seconds, pods, Optional.empty(), 1.5);
  }

  private static Run rollout(LoadOutcome load) {
    return new Run(Scenario.ROLLOUT, 2, 6, 20, List.of(), Optional.of(load), 1.5);
  }

  private static LoadOutcome outcome(long ok) {
    Map<String, Long> lost = ok == 100 ? Map.of() : Map.of("reset", 100 - ok);
    return new LoadOutcome(100, ok, lost, OptionalDouble.of(1_000), true, Path.of("f"));
  }

  private static String table(Run... runs) {
    return String.join("\n", BenchTable.lines(List.of(runs)));
  }

  @Test
  void what_the_generator_counted_is_taken_over_by_kind() {
    LoadOutcome load = LoadOutcome.of(ResultFile.parse(SUMMARY), Path.of("folder"));

    assertEquals(3, load.lostInAll());
    assertEquals(Map.of("http_5xx", 1L, "reset", 2L), load.lost());
    assertTrue(table(rollout(load)).contains("rollout 2: 1 http_5xx, 2 reset"));
    assertTrue(table(rollout(load)).contains("in rollout 2 the generator itself was late"));
  }

  @Test
  void the_table_says_whether_the_targets_were_met() {
    assertTrue(table(out(29.9)).contains("slowest run 29.9 s, target 30.0 s: met"));
    assertTrue(table(out(31), out(20)).contains("slowest run 31.0 s, target 30.0 s: missed"));
    assertTrue(table(rollout(outcome(100))).contains("in 1 runs under load: 0, target 0: met"));
    assertTrue(table(rollout(outcome(98))).contains("in 1 runs under load: 2, target 0: missed"));
  }

  @Test
  void the_json_has_a_point_for_each_run_and_every_kind_in_those_under_load() {
    JsonNode root = BenchJson.of(List.of(out(12.345), rollout(outcome(98))));

    assertEquals(2, root.get("lost").asInt());
    JsonNode first = root.get("points").get(0);
    assertEquals("scale-out", first.get("scenario").asText());
    assertEquals(12.35, first.get("seconds").asDouble(), 0.011);
    assertEquals(3, first.get("pods").size());
    JsonNode second = root.get("points").get(1);
    LoadOutcome.KINDS.forEach(kind -> assertTrue(second.has(kind), kind));
    assertEquals(2, second.get("reset").asInt());
  }

  @Test
  void scenarios_are_known_by_their_names() {
    for (Scenario scenario : Scenario.values()) {
      assertEquals(Optional.of(scenario), Scenario.of(scenario.key()));
    }
    assertEquals(Optional.empty(), Scenario.of("explode"));
  }
}
