package io.tidewatch.demo.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryMainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  private int run(String... args) {
    return HistoryMain.run(args, new PrintWriter(out, true), new PrintWriter(err, true));
  }

  @Test
  void workloads_are_described_with_capacity_and_bounds() throws Exception {
    assertEquals(0, run("workloads"));

    JsonNode all = new ObjectMapper().readTree(out.toString());
    assertEquals(6, all.size());
    assertEquals("shop/web", all.get(0).get("workload").asText());
    all.forEach(w -> assertTrue(w.get("capacity").asDouble() > 0));
    all.forEach(w -> assertTrue(w.get("minReplicas").asInt() < w.get("maxReplicas").asInt()));
  }

  @Test
  void write_is_the_same_byte_for_byte_and_keeps_the_truth_apart() throws Exception {
    Path one = folder.resolve("one.om");
    Path two = folder.resolve("two.om");
    Path truth = folder.resolve("truth.json");
    String end = Histories.END.toString();

    assertEquals(
        0,
        run("write", "--out", one.toString(), "--end", end, "--days", "1", "--truth", truth + ""));
    assertEquals(0, run("write", "--out", two.toString(), "--end", end, "--days", "1"));

    assertEquals(-1, Files.mismatch(one, two));
    assertTrue(Files.exists(truth));
    assertFalse(Files.readString(one).contains("leak"));
  }

  @Test
  void a_folder_that_is_not_there_is_the_users_fault() {
    String out = folder.resolve("absent/history.om").toString();

    assertEquals(2, run("write", "--out", out, "--end", Histories.END.toString(), "--days", "1"));
    assertTrue(err.toString().contains("Problem: cannot write"), err::toString);
  }

  @Test
  void days_out_of_range_are_the_users_fault() {
    String out = folder.resolve("history.om").toString();

    assertEquals(2, run("write", "--out", out, "--end", Histories.END.toString(), "--days", "0"));
  }

  @Test
  void logs_are_written_as_the_log_server_imports_them() throws Exception {
    Path file = folder.resolve("logs.jsonl");

    assertEquals(
        0, run("logs", "--out", file.toString(), "--end", Histories.END.toString(), "--days", "1"));

    JsonNode first = new ObjectMapper().readTree(Files.readAllLines(file).get(0));
    assertEquals("shop", first.at("/stream/namespace").asText());
    assertTrue(first.at("/values/0/0").asText().matches("\\d{19}"), first::toString);
    assertEquals(18, new ObjectMapper().readTree(out.toString()).get("streams").asInt());
  }

  @Test
  void a_trace_has_no_logs_to_push() {
    assertEquals(
        2,
        run(
            "serve",
            "--port=0",
            "--end=" + Histories.END,
            "--trace=any.csv",
            "--loki=http://127.0.0.1:9"));
    assertTrue(err.toString().contains("exclude each other"), err::toString);
  }
}
