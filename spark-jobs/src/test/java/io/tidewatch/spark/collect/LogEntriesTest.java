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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
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
  void a_trace_is_one_entry_within_its_step_and_goes_on_in_none() {
    LogEntries entries =
        entries(
            line(WEB, seconds(650), "java.io.IOException: gone"),
            line(WEB, seconds(650) + 1, "\tat a.B.c(B.java:1)"),
            line(WEB, seconds(660), "java.io.IOException: at the border"),
            line(WEB, seconds(660) + 5, "\tat d.E.f(E.java:2)"));
    assertEquals(
        List.of(
            "java.io.IOException: gone\n\tat a.B.c(B.java:1)",
            "java.io.IOException: at the border",
            "\tat d.E.f(E.java:2)"),
        entries.entries().stream().map(LogEntries.Entry::text).toList());
    assertEquals(List.of(11L, 11L, 12L), steps(entries));
  }

  @Property(tries = 200)
  void what_lands_does_not_depend_on_how_a_range_is_sliced(
      @ForAll @Size(max = 60) List<@IntRange(max = 2) Integer> kinds,
      @ForAll @IntRange(min = 200, max = 4_000) int pauseMillis) {
    String[] texts = {"INFO served", "\tat a.B.c(B.java:1)", "java.io.IOException: gone"};
    List<LogLine> lines = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      lines.add(line(WEB, seconds(600) + 1 + i * pauseMillis * 1_000_000L, texts[kinds.get(i)]));
    }
    List<LogEntries.Entry> whole = read(lines, new StepRange(10, 20));
    List<LogEntries.Entry> sliced = new ArrayList<>();
    new StepRange(10, 20).slices(1).forEach(slice -> sliced.addAll(read(lines, slice)));
    assertEquals(whole, sliced);
    long landed = whole.stream().mapToLong(entry -> entry.text().lines().count()).sum();
    assertEquals(lines.size(), landed);
  }

  private static List<LogEntries.Entry> read(List<LogLine> lines, StepRange slice) {
    List<LogLine> within =
        lines.stream()
            .filter(line -> line.at() > seconds(slice.after() * 60))
            .filter(line -> line.at() <= seconds(slice.until() * 60))
            .toList();
    return LogEntries.of(PODS, new LogResult(within, List.of()), STEP, slice).entries();
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
  void a_step_that_could_not_be_read_is_a_gap_beside_what_could() {
    RangeGap gap = new RangeGap(new StepRange(10, 11), RangeGap.Reason.TIMEOUT, "slow");
    LogResult answer = new LogResult(List.of(line(WEB, seconds(670), "b")), List.of(gap));
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
