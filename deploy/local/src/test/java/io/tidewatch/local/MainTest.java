package io.tidewatch.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  @TempDir private Path folder;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void an_unknown_command_is_the_users_error() {
    assertEquals(2, run("dmeo"));
    assertTold("dmeo", "./tidewatch help");
  }

  @Test
  void an_unknown_option_is_the_users_error() {
    assertEquals(2, run("demo", "--sed", "42"));
    assertTold("--sed", "./tidewatch help demo");
  }

  @Test
  void a_missing_trace_is_named_before_anything_starts() {
    assertEquals(2, run("demo", "--trace", folder.resolve("none.csv").toString()));
    assertTold("none.csv", "no such file");
  }

  @Test
  void a_bad_number_in_a_trace_is_told_by_its_line() throws IOException {
    Path trace = trace(10);
    Files.writeString(trace, Files.readString(trace).replace(",7.0\n", ",seven\n"));
    assertEquals(2, run("demo", "--trace", trace.toString()));
    assertTold("line 9 of", "\"seven\"");
    assertEquals(2, run("backtest", "--trace", trace.toString()));
  }

  @Test
  void an_unsorted_trace_is_refused() throws IOException {
    Path trace = trace(10);
    String[] lines = Files.readString(trace).split("\n");
    String swap = lines[5];
    lines[5] = lines[6];
    lines[6] = swap;
    Files.writeString(trace, String.join("\n", lines));
    assertEquals(2, run("demo", "--trace", trace.toString()));
    assertTold("line 7 of", "sort the rows");
  }

  @Test
  void a_short_trace_is_refused() throws IOException {
    assertEquals(2, run("backtest", "--trace", trace(60).toString()));
    assertTold("too short", "60 minutes");
  }

  @Test
  void a_folder_without_traces_is_refused() {
    assertEquals(2, run("backtest", "--traces", folder.toString()));
    assertTold("no trace in", ".csv");
  }

  @Test
  void a_server_without_a_query_is_refused() {
    assertEquals(2, run("demo", "--prometheus", "http://127.0.0.1:9"));
    assertTold("--prometheus needs --query");
  }

  @Test
  void a_wrong_address_is_refused() {
    assertEquals(2, run("demo", "--prometheus", "prom:9090", "--query", "up"));
    assertTold("prom:9090", "http://");
  }

  @Test
  void an_unreachable_server_is_refused() {
    assertEquals(2, run("demo", "--prometheus", "http://127.0.0.1:9", "--query", "up"));
    assertTold("http://127.0.0.1:9", "cannot be asked");
  }

  @Test
  void two_sources_of_demand_are_refused() {
    assertEquals(
        2, run("demo", "--trace", "x.csv", "--prometheus", "http://127.0.0.1:9", "--query", "up"));
    assertTold("exclude each other");
  }

  @Test
  void too_few_days_are_refused() {
    assertEquals(2, run("demo", "--days", "1"));
    assertTold("--days 1");
  }

  @Test
  void a_bench_without_a_topic_lists_the_topics() {
    assertEquals(2, run("bench"));
    assertTold("forecast, autoscale, anomaly, ingest, features, train, serving");
  }

  @Test
  void a_backtest_of_nothing_or_of_two_things_is_refused() {
    assertEquals(2, run("backtest"));
    assertTold("no demand to replay", "--catalogue FILE");
    assertEquals(2, run("backtest", "--trace", "a.csv", "--catalogue", "c.yaml"));
    assertTold("more than one");
  }

  @Test
  void a_module_that_is_not_built_is_named() {
    assertEquals(2, run("control", "--catalogue", "c.yaml"));
    assertTold("controller is not built", "mvn package");
  }

  @Test
  void doctor_tells_what_is_missing() {
    assertEquals(2, run("doctor"));
    assertTold("promtool", "MISSING", "module spark");
  }

  private Path trace(int minutes) throws IOException {
    String rows =
        IntStream.range(0, minutes)
            .mapToObj(
                i -> Instant.parse("2026-11-01T00:00:00Z").plusSeconds(60L * i) + "," + i + ".0")
            .collect(Collectors.joining("\n", "timestamp,value\n", "\n"));
    return Files.writeString(folder.resolve("trace.csv"), rows);
  }

  private int run(String... arguments) {
    printed.reset();
    PrintStream print = new PrintStream(printed, true, StandardCharsets.UTF_8);
    Map<String, String> environment =
        Map.of(
            "TIDEWATCH_ROOT", folder.toString(),
            "TIDEWATCH_HOME", folder.resolve("home").toString(),
            "PATH", folder.toString());
    return Main.run(environment, print, print, arguments);
  }

  private void assertTold(String... texts) {
    String told = printed.toString(StandardCharsets.UTF_8);
    Arrays.stream(texts).forEach(text -> assertTrue(told.contains(text), () -> text + "\n" + told));
  }
}
