package io.tidewatch.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class StackTraceJoinerTest {
  private static final Map<String, String> POD = Map.of("pod", "a");

  @Test
  void a_java_trace_is_one_entry_with_the_time_of_its_first_line() {
    List<LogLine> entries =
        joined(
            StackTraceJoiner.Limits.standard(),
            "ERROR request failed",
            "java.lang.IllegalStateException: no",
            "\tat a.B.c(B.java:1)",
            "Caused by: java.io.IOException: gone",
            "\tat a.B.d(B.java:2)",
            "\t... 12 more",
            "INFO next");
    assertEquals(2, entries.size());
    assertEquals(6, entries.get(0).text().lines().count());
    assertEquals(0, entries.get(0).at());
    assertEquals("INFO next", entries.get(1).text());
  }

  @Test
  void a_python_trace_ends_with_the_line_that_names_the_error() {
    List<LogLine> entries =
        joined(
            StackTraceJoiner.Limits.standard(),
            "ERROR handler failed",
            "Traceback (most recent call last):",
            "  File \"x.py\", line 1, in f",
            "    g()",
            "ValueError: bad",
            "started: fine");
    assertEquals(2, entries.size());
    assertTrue(entries.get(0).text().endsWith("ValueError: bad"));
  }

  @Test
  void lines_of_json_stay_apart() {
    assertEquals(2, joined(StackTraceJoiner.Limits.standard(), "{\"a\":1}", "{\"a\":2}").size());
  }

  @Test
  void lines_of_other_pods_in_between_do_not_part_a_trace() {
    List<LogLine> entries = new ArrayList<>();
    StackTraceJoiner joiner =
        new StackTraceJoiner(StackTraceJoiner.Limits.standard(), entries::add);
    joiner.accept(new LogLine(POD, 0, "ERROR x"));
    joiner.accept(new LogLine(Map.of("pod", "b"), 1, "INFO y"));
    joiner.accept(new LogLine(POD, 2, "\tat z"));
    joiner.flush();
    assertEquals(
        List.of("ERROR x\n\tat z", "INFO y"),
        entries.stream().map(LogLine::text).sorted().toList());
  }

  @Test
  void a_trace_whose_lines_loki_gives_different_levels_is_one_entry() {
    List<LogLine> entries = new ArrayList<>();
    StackTraceJoiner joiner =
        new StackTraceJoiner(StackTraceJoiner.Limits.standard(), entries::add);
    joiner.accept(new LogLine(Map.of("pod", "a", "detected_level", "error"), 0, "ERROR x"));
    joiner.accept(new LogLine(Map.of("pod", "a", "detected_level", "unknown"), 1, "\tat z"));
    joiner.flush();
    assertEquals(1, entries.size());
    assertEquals("error", entries.get(0).labels().get("detected_level"));
  }

  @Test
  void what_comes_much_later_is_another_entry() {
    List<LogLine> entries = new ArrayList<>();
    StackTraceJoiner joiner =
        new StackTraceJoiner(StackTraceJoiner.Limits.standard(), entries::add);
    joiner.accept(new LogLine(POD, 0, "ERROR x"));
    joiner.accept(new LogLine(POD, Duration.ofSeconds(2).toNanos(), "\tat z"));
    joiner.flush();
    assertEquals(2, entries.size());
  }

  @Property(tries = 300)
  void no_line_is_lost_doubled_or_moved_and_entries_keep_their_bounds(
      @ForAll("lines") List<LogLine> lines) {
    StackTraceJoiner.Limits limits = new StackTraceJoiner.Limits(4, 60, Duration.ofNanos(5), 2);
    List<LogLine> entries = new ArrayList<>();
    StackTraceJoiner joiner = new StackTraceJoiner(limits, entries::add);
    lines.forEach(joiner::accept);
    joiner.flush();
    assertEquals(texts(lines), texts(entries));
    for (LogLine entry : entries) {
      assertTrue(entry.text().lines().count() <= 4, entry.text());
      assertTrue(entry.text().length() <= 60, entry.text());
    }
  }

  private static Map<Map<String, String>, List<String>> texts(List<LogLine> lines) {
    Map<Map<String, String>, List<String>> byStream = new HashMap<>();
    for (LogLine line : lines) {
      byStream
          .computeIfAbsent(line.labels(), labels -> new ArrayList<>())
          .addAll(List.of(line.text().split("\n", -1)));
    }
    return byStream;
  }

  @Provide
  Arbitrary<List<LogLine>> lines() {
    Arbitrary<String> text =
        Arbitraries.of(
            "ERROR a",
            "\tat b",
            "  c",
            "",
            "Caused by: d",
            "java.lang.Error: e",
            "Traceback (most recent call last):",
            "ValueError: f",
            "{\"g\":1}",
            "plain text");
    Arbitrary<Map<String, String>> stream =
        Arbitraries.of("a", "b", "c").map(pod -> Map.of("pod", pod));
    Arbitrary<Long> pause = Arbitraries.longs().between(0, 8);
    return Combinators.combine(stream, pause, text)
        .as(LogLine::new)
        .list()
        .ofMaxSize(40)
        .map(StackTraceJoinerTest::inOrder);
  }

  private static List<LogLine> inOrder(List<LogLine> pauses) {
    List<LogLine> lines = new ArrayList<>();
    long at = 0;
    for (LogLine line : pauses) {
      at += line.at();
      lines.add(new LogLine(line.labels(), at, line.text()));
    }
    return lines;
  }

  private static List<LogLine> joined(StackTraceJoiner.Limits limits, String... texts) {
    List<LogLine> entries = new ArrayList<>();
    StackTraceJoiner joiner = new StackTraceJoiner(limits, entries::add);
    Stream.of(texts).forEach(text -> joiner.accept(new LogLine(POD, 0, text)));
    joiner.flush();
    return entries;
  }
}
