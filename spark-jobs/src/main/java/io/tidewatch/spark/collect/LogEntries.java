package io.tidewatch.spark.collect;

import io.tidewatch.domain.LogSpec;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.log.LineParser;
import io.tidewatch.log.LogLine;
import io.tidewatch.log.ParsedLine;
import io.tidewatch.log.StackTraceJoiner;
import io.tidewatch.source.LogResult;
import io.tidewatch.source.StepRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an answer says about pods over one slice: its entries, stack traces joined, and which steps
 * are unknown for which reason.
 *
 * <p>No entry goes on beyond its step. So the entries of a step depend on its lines alone, however
 * a range is sliced and whenever it is read: no line is lost, none lands twice. The price is that a
 * trace across the border of two steps is two entries.
 */
record LogEntries(List<Entry> entries, List<Slice.Gap> gaps) {
  private static final long NANOS = 1_000_000_000L;

  /**
   * One entry.
   *
   * @param step the step that it belongs to: the first whose time is not before the line's
   * @param at nanoseconds since the epoch
   */
  record Entry(Slice.Subject subject, long step, long at, ParsedLine parsed, String text) {}

  LogEntries {
    entries = List.copyOf(entries);
    gaps = List.copyOf(gaps);
  }

  /** Reads the answer to a slice, whose lines are in the order of time. */
  static LogEntries of(LogSpec log, LogResult answer, Duration step, StepRange slice) {
    List<Slice.Gap> gaps = new ArrayList<>();
    answer
        .gaps()
        .forEach(
            gap -> gaps.add(new Slice.Gap(gap.steps(), gap.reason().text(), gap.detail(), true)));
    Map<Map<String, String>, Optional<Slice.Subject>> subjects = new HashMap<>();
    LineParser parser = new LineParser();
    List<Entry> entries = new ArrayList<>();
    for (LogLine line : joined(answer.lines(), step)) {
      subjects
          .computeIfAbsent(line.labels(), labels -> subject(log, labels))
          .ifPresent(
              subject ->
                  entries.add(
                      new Entry(
                          subject,
                          stepOf(line, step),
                          line.at(),
                          parser.parse(line),
                          line.text())));
    }
    nameless(log, subjects, slice).ifPresent(gaps::add);
    return new LogEntries(entries, gaps);
  }

  private static List<LogLine> joined(List<LogLine> lines, Duration step) {
    List<LogLine> joined = new ArrayList<>();
    StackTraceJoiner joiner = new StackTraceJoiner(StackTraceJoiner.Limits.standard(), joined::add);
    long present = Long.MIN_VALUE;
    for (LogLine line : lines) {
      if (stepOf(line, step) != present) {
        joiner.flush();
        present = stepOf(line, step);
      }
      joiner.accept(line);
    }
    joiner.flush();
    return joined;
  }

  private static long stepOf(LogLine line, Duration step) {
    return Math.floorDiv(line.at() - 1, step.toSeconds() * NANOS) + 1;
  }

  private static Optional<Slice.Subject> subject(LogSpec log, Map<String, String> labels) {
    Optional<WorkloadId> workload = log.workloadOf(labels);
    return workload.map(found -> new Slice.Subject(found, log.podOf(labels)));
  }

  private static Optional<Slice.Gap> nameless(
      LogSpec log, Map<Map<String, String>, Optional<Slice.Subject>> subjects, StepRange slice) {
    List<Map<String, String>> nameless =
        subjects.entrySet().stream()
            .filter(stream -> stream.getValue().isEmpty())
            .map(Map.Entry::getKey)
            .toList();
    if (nameless.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Slice.Gap(
            slice,
            "unidentified",
            nameless.size()
                + " streams name no workload, for example "
                + nameless.get(0)
                + "; map their labels in the catalogue under logs, or give the log a workload",
            false));
  }
}
