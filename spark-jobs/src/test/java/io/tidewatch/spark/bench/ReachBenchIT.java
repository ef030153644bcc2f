package io.tidewatch.spark.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The benches of the data plane in their tiny form, with the processes, the server and the tables
 * that they use.
 */
class ReachBenchIT {
  @TempDir private Path folder;

  @Test
  void ingest_lands_exact_rows_beside_a_raw_append_and_tells_all_figures() throws IOException {
    JsonNode result = run(folder, "ingest", "--smoke", "--history", "--freshness");
    JsonNode point = result.path("points").path(0);
    assertWhole(result, point);
    assertEquals(50, point.path("size").asInt());
    assertEquals(10_000, point.path("rows").asLong());
    assertTrue(point.path("server_cpu_seconds").asDouble() > 0, point.toString());
    assertTrue(point.path("files").asInt() >= 1, point.toString());
    assertTrue(point.path("raw_files").asInt() >= 1, point.toString());

    JsonNode history = result.path("history");
    long rows = history.path("rows").asLong();
    assertTrue(Math.abs(rows - 2 * 1_440 * 50) <= 100, "two days, to a step: " + rows);
    assertTrue(history.path("most_files_a_day").asInt() < 40, history.toString());

    JsonNode freshness = result.path("freshness");
    assertTrue(freshness.path("commits").asInt() >= 3, freshness.toString());
    assertTrue(freshness.path("p95_s").asDouble() > 7, "no value lands before it has settled");
    assertEquals(17, freshness.path("settle_and_two_triggers_s").asInt());
  }

  @Test
  void features_lands_a_vector_per_step_beside_a_raw_append() throws IOException {
    JsonNode result = run(folder, "features", "--smoke");
    JsonNode point = result.path("points").path(0);
    assertWhole(result, point);
    assertEquals(3 * (180 - 59), point.path("rows").asLong());
  }

  @Test
  void series_that_cannot_be_dealt_out_and_unknown_sets_are_refused() {
    assertEquals(2, ReachBench.execute("ingest", "--series=1000,15", "--work=" + folder));
    assertEquals(2, ReachBench.execute("features", "--set=tides", "--work=" + folder));
  }

  static JsonNode run(Path folder, String... words) throws IOException {
    Path json = folder.resolve("result.json");
    String[] all = java.util.Arrays.copyOf(words, words.length + 2);
    all[words.length] = "--json=" + json;
    all[words.length + 1] = "--work=" + folder.resolve("work");
    assertEquals(0, ReachBench.execute(all));
    return JsonMapper.builder().build().readTree(json.toFile());
  }

  private static void assertWhole(JsonNode result, JsonNode point) {
    for (String name : new String[] {"size", "seconds", "rate", "peak_rss_mib", "raw_rate"}) {
      assertTrue(point.path(name).asDouble() > 0, name + " of " + point);
    }
    assertTrue(point.path("rows_exact").asBoolean());
    assertEquals(point.path("ratio").asDouble(), result.path("ratio").asDouble());
    assertTrue(result.path("ratio").asDouble() > 0);
    assertTrue(result.path("ratio_of").asText().contains("÷"));
  }
}
