package io.tidewatch.demo.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.demo.trace.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceTest {
  private static final Instant BEGIN = Instant.parse("1998-06-01T00:00:00Z");
  private static final int MINUTES = 3 * 1440;

  @TempDir private Path folder;

  /** Row i of a good trace of exactly three days; its value is its number. */
  private static String row(int i) {
    return BEGIN.plusSeconds(60L * i) + "," + i + ",0";
  }

  private static List<String> good() {
    List<String> lines = new ArrayList<>();
    lines.add("timestamp,value,imputed");
    for (int i = 0; i < MINUTES; i++) {
      lines.add(row(i));
    }
    return lines;
  }

  private Path file(List<String> lines) throws IOException {
    return Files.write(folder.resolve("trace.csv"), lines);
  }

  private record Outcome(int code, String out, String err) {}

  private Outcome run(Path in) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] args = {
      "trace",
      "--in",
      in.toString(),
      "--out",
      folder.resolve("out.om").toString(),
      "--end",
      "2026-11-24T16:00:30Z",
      "--workload",
      "trace/small"
    };
    int code = HistoryMain.run(args, new PrintWriter(out, true), new PrintWriter(err, true));
    return new Outcome(code, out.toString(), err.toString());
  }

  @Test
  void the_last_row_is_placed_at_the_end_and_keeps_its_own_time_as_anchor() throws IOException {
    Outcome outcome = run(file(good()));

    assertEquals(0, outcome.code(), outcome.err());
    JsonNode summary = new ObjectMapper().readTree(outcome.out());
    assertEquals("trace/small", summary.get("workload").asText());
    assertEquals("1998-06-03T23:59:00Z", summary.get("nominalAnchor").asText());
    assertEquals("2026-11-24T16:00:00Z", summary.get("wallAnchor").asText());
    assertEquals(MINUTES, summary.get("rows").asInt());
    assertEquals(0.999 * (MINUTES - 1), summary.get("quantile999").asDouble(), 1e-9);
    assertEquals(0.999 * (3024 - 1), summary.get("quantile999Train").asDouble(), 1e-9);
    List<String> lines = Files.readAllLines(folder.resolve("out.om"));
    assertEquals(
        "workload:http_requests:rate1m{namespace=\"trace\",workload=\"small\"} 4319.000 "
            + Instant.parse("2026-11-24T16:00:00Z").getEpochSecond(),
        lines.get(lines.size() - 2));
    assertEquals("# EOF", lines.get(lines.size() - 1));
  }

  @Test
  void imputed_and_missing_minutes_stay_gaps_and_are_counted() throws IOException {
    List<String> lines = good();
    lines.set(11, lines.get(11).replace(",0", ",1"));
    lines.remove(100);
    Outcome outcome = run(file(lines));

    JsonNode summary = new ObjectMapper().readTree(outcome.out());
    assertEquals(1, summary.get("imputed").asInt());
    assertEquals(1, summary.get("missing").asInt());
    assertEquals(MINUTES - 2, summary.get("written").asInt());
    String written = Files.readString(folder.resolve("out.om"));
    assertFalse(written.contains(" 10.000 ") || written.contains(" 99.000 "));
  }

  @Test
  void seconds_since_1970_and_a_third_column_that_is_not_there_are_fine() throws IOException {
    List<String> lines = new ArrayList<>(List.of("timestamp,value"));
    for (int i = 0; i < MINUTES; i++) {
      lines.add(BEGIN.getEpochSecond() + 60L * i + "," + i);
    }

    assertEquals(BEGIN.plusSeconds(60L * (MINUTES - 1)), TraceReader.read(file(lines)).last());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1998-06-01T00:40:00Z,abc,0|line 42 |no number",
        "1998-06-01T00:40:00Z,,0|line 42 |no number",
        "1998-06-01T00:40:00Z,NaN,0|line 42 |no number",
        "1998-06-01T00:40:00Z,Infinity,0|line 42 |no number",
        "1998-06-01T00:40:00Z,1e999,0|line 42 |no demand can have",
        "1998-06-01T00:40:00Z,-4,0|line 42 |no demand can have",
        "1998-06-01T00:40:00Z,4,maybe|line 42 |neither measured nor imputed",
        "1998-06-01T00:40:00Z|line 42 |cells",
        "1998-06-01T00:40:00Z,1,0,7|line 42 |cells",
        "yesterday,4,0|line 42 |no time",
        "896659200000000,4,0|line 42 |no time",
        "1998-06-01T00:40:30Z,4,0|line 42 |off the one-minute grid",
        "1998-06-01T00:39:00Z,4,0|line 42 |not later",
        "1998-06-01T00:10:00Z,4,0|line 42 |not later",
      })
  void a_bad_row_is_refused_with_its_line(String bad, String line, String problem)
      throws IOException {
    List<String> lines = good();
    lines.set(41, bad);
    Outcome outcome = run(file(lines));

    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains(line), outcome.err());
    assertTrue(outcome.err().contains(problem), outcome.err());
    assertTrue(outcome.err().contains("Remedy: "), outcome.err());
    assertFalse(Files.exists(folder.resolve("out.om")));
  }

  @Test
  void too_short_too_gappy_empty_headless_and_absent_traces_are_refused() throws IOException {
    assertRefused(good().subList(0, MINUTES), "too short");
    List<String> gappy = good();
    gappy.subList(1000, 2000).clear();
    assertRefused(gappy, "too many gaps");
    assertRefused(List.of(), "line 1");
    assertRefused(good().subList(1, MINUTES + 1), "line 1");
    assertRefused(good().stream().map(l -> l.replaceAll(",\\d+,", ",0,")).toList(), "no traffic");
    assertEquals(2, run(folder.resolve("nowhere.csv")).code());
  }

  private void assertRefused(List<String> lines, String problem) throws IOException {
    Outcome outcome = run(file(lines));
    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains(problem), outcome.err());
  }

  @Test
  void after_its_end_the_last_day_is_replayed() throws IOException {
    TraceTraffic traffic = new TraceTraffic(TraceReader.read(file(good())), 10_000, "trace/small");

    assertEquals(2 * 1440, traffic.at(10_001).get(0).value());
    assertEquals(MINUTES - 1, traffic.at(10_000 + 1440).get(0).value());
    assertEquals(2 * 1440, traffic.at(10_000 + 1441).get(0).value());
  }

  @Test
  void a_workload_without_namespace_is_refused() throws IOException {
    Trace trace = TraceReader.read(file(good()));

    assertThrows(UserError.class, () -> new TraceTraffic(trace, 10_000, "small"));
  }
}
