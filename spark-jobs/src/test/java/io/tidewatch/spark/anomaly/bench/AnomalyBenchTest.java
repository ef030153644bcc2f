package io.tidewatch.spark.anomaly.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnomalyBenchTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void every_detector_finds_a_large_jump_and_the_json_has_the_fields_of_the_contract()
      throws Exception {
    Files.write(folder.resolve("jump.csv"), set(600, true));
    Path json = folder.resolve("result.json");
    assertEquals(0, bench("--sets=" + folder, "--seeds=2", "--json=" + json), told());
    JsonNode results = new ObjectMapper().readTree(json.toFile()).get("results");
    assertEquals(Detectors.values().length, results.size());
    for (JsonNode result : results) {
      assertEquals("jump", result.get("set").asText());
      assertTrue(result.get("roc_auc").asDouble() > 0.9, result.toString());
      assertTrue(result.get("best_f1").asDouble() > 0.3, result.toString());
      assertEquals(1, result.get("event_recall_q99").asDouble(), result.toString());
      for (String field :
          List.of(
              "ap", "false_alarms_per_day_q99", "event_recall_q999", "false_alarms_per_day_q999")) {
        assertTrue(result.get(field).isNumber(), field);
      }
    }
    assertEquals("tidewatch", results.get(results.size() - 1).get("detector").asText());
    assertTrue(told().contains("isolation-forest-rolling"), told());
  }

  @Test
  void a_set_without_anything_to_find_is_left_out_and_alone_it_is_the_users_error()
      throws Exception {
    Files.write(folder.resolve("calm.csv"), set(300, false));
    assertEquals(2, bench("--sets=" + folder));
    assertTrue(told().contains("left out"), told());
    assertTrue(told().contains("nothing was measured"), told());
  }

  @Test
  void a_broken_row_is_named() throws Exception {
    List<String> rows = new ArrayList<>(set(200, true));
    rows.set(7, rows.get(7).replaceFirst(",[^,]*,", ",NaN,"));
    Files.write(folder.resolve("broken.csv"), rows);
    assertEquals(2, bench("--sets=" + folder));
    assertTrue(told().contains("line 8 of"), told());
  }

  @Test
  void rolling_features_are_value_deviation_from_the_mean_and_spread_of_the_last_rows() {
    double[][] rolled = Rolling.of(new double[][] {{2}, {4}, {9}}, 2);
    assertArrayEquals(new double[] {2, 0, 0}, rolled[0], 1e-12);
    assertArrayEquals(new double[] {4, 1, 1}, rolled[1], 1e-12);
    assertArrayEquals(new double[] {9, 2.5, 2.5}, rolled[2], 1e-12);
  }

  @Test
  void a_residual_is_what_the_average_of_the_rows_before_did_not_foresee() {
    BitSet train = new BitSet();
    train.set(0, 3);
    double[][] residuals = Residuals.of(new Input(new double[][] {{2}, {5}, {5}}, train, 3));
    assertArrayEquals(new double[] {0}, residuals[0], 1e-12);
    assertArrayEquals(new double[] {3}, residuals[1], 1e-12);
    assertArrayEquals(new double[] {1.5}, residuals[2], 1e-12);
  }

  private static List<String> set(int length, boolean jumps) {
    Random random = new Random(5);
    List<String> rows = new ArrayList<>(List.of("timestamp,cpu,memory,split,label"));
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    for (int i = 0; i < length; i++) {
      boolean wrong = jumps && i >= length - 50 && i < length - 44;
      double cpu = random.nextGaussian() + (wrong ? 40 : 0);
      rows.add(
          String.join(
              ",",
              start.plusSeconds(300L * i).toString(),
              Double.toString(cpu),
              Double.toString(random.nextGaussian()),
              i < length / 2 ? "train" : "test",
              wrong ? "1" : "0"));
    }
    return rows;
  }

  private int bench(String... arguments) {
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    return AnomalyBench.execute(print, print, arguments);
  }

  private String told() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
