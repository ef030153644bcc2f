package io.tidewatch.spark.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.LogSpec;
import io.tidewatch.domain.QuerySpec.LabelNames;
import io.tidewatch.log.LogLevel;
import io.tidewatch.log.LogLine;
import io.tidewatch.source.LogResult;
import io.tidewatch.source.RangeGap;
import io.tidewatch.source.StepRange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogEntriesTest {
  private static final Duration STEP = Duration.ofSeconds(60);
  private static final StepRange SLICE = new StepRange(10, 12);
  private static final LogSpec PODS =
      new LogSpec("pods", "{namespace=\"shop\"}", LabelNames.DEFAULT, Optional.empty());
  private static final Map<String, String> WEB =
      Map.of("namespace", "shop", "workload", "web", "pod", "web-1", "level", "warn");

  @Test
  void a_line_belongs_to_the_first_step_at_or_after_it() {
    LogEntries entries = entries(line(WEB, 600_000_000_001L, "a"), line(WEB, seconds(660), "b"));
    assertEquals(List.of(11L, 11L), steps(entries));
    assertEquals(List.of(12L), steps(entries(line(WEB, 660_000_000_001L, "c"))));
  }

  @Test
  void lines_around_the_slice_complete_its_entries_and_are_none_of_them() {
    LogEntries entries =
        entries(
            line(WEB, seconds(600), "java.lang.IllegalStateException: before"),
            line(WEB, seconds(600) + 1, "\tat a.B.c(B.java:1)"),
            line(WEB, seconds(720), "java.io.IOException: at the end"),
            line(WEB, seconds(720) + 5, "\tat d.E.f(E.java:2)"));
    assertEquals(1, entries.entries().size());
    assertEquals(
        "java.io.IOException: at the end\n\tat d.E.f(E.java:2)", entries.entries().get(0).text());
  }

  @Test
  void level_and_message_are_told_by_the_line_before_the_label() {
    LogEntries entries =
        entries(
            line(WEB, seconds(610), "{\"level\":\"error\",\"msg\":\"lost order 17\"}"),
            line(WEB, seconds(611), "plain words"));
    assertEquals(LogLevel.ERROR, entries.entries().get(0).parsed().level());
    assertEquals("lost order <*>", entries.entries().get(0).parsed().pattern().text());
    assertEquals(LogLevel.WARN, entries.entries().get(1).parsed().level());
  }

  @Test
  void a_stream_without_a_workload_is_named_once_and_the_others_land() {
    LogEntries entries =
        entries(line(WEB, seconds(610), "a"), line(Map.of("job", "cron"), seconds(611), "b"));
    assertEquals(1, entries.entries().size());
    assertEquals("unidentified", entries.gaps().get(0).reason());
    assertTrue(entries.gaps().get(0).detail().contains("cron"), entries.gaps().get(0).detail());
  }

  @Test
  void a_step_that_could_not_be_read_as_a_whole_has_no_line() {
    RangeGap gap = new RangeGap(new StepRange(10, 11), RangeGap.Reason.TIMEOUT, "slow");
    LogResult answer =
        new LogResult(
            List.of(line(WEB, seconds(610), "a"), line(WEB, seconds(670), "b")), List.of(gap));
    LogEntries entries = LogEntries.of(PODS, answer, STEP, SLICE);
    assertEquals(List.of(12L), steps(entries));
    assertEquals("timeout", entries.gaps().get(0).reason());
  }

  private static LogEntries entries(LogLine... lines) {
    return LogEntries.of(PODS, new LogResult(List.of(lines), List.of()), STEP, SLICE);
  }

  private static LogLine line(Map<String, String> labels, long at, String text) {
    return new LogLine(labels, at, text);
  }

  private static List<Long> steps(LogEntries entries) {
    return entries.entries().stream().map(LogEntries.Entry::step).toList();
  }

  private static long seconds(long seconds) {
    return seconds * 1_000_000_000L;
  }
}
