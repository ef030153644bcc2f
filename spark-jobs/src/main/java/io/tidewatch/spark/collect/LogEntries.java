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
 * What an answer says about pods over one slice: the entries whose first line lies in it, stack
 * traces joined, and which steps are unknown for which reason.
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

  /**
   * Reads an answer.
   *
   * @param answer may hold lines around the slice, which only complete its entries
   */
  static LogEntries of(LogSpec log, LogResult answer, Duration step, StepRange slice) {
    List<Slice.Gap> gaps = new ArrayList<>();
    answer
        .gaps()
        .forEach(
            gap -> gaps.add(new Slice.Gap(gap.steps(), gap.reason().text(), gap.detail(), true)));
    List<LogLine> joined = new ArrayList<>();
    StackTraceJoiner joiner = new StackTraceJoiner(StackTraceJoiner.Limits.standard(), joined::add);
    answer.lines().forEach(joiner::accept);
    joiner.flush();
    Map<Map<String, String>, Optional<Slice.Subject>> subjects = new HashMap<>();
    LineParser parser = new LineParser();
    List<Entry> entries = new ArrayList<>();
    for (LogLine line : joined) {
      long index = Math.floorDiv(line.at() - 1, step.toSeconds() * NANOS) + 1;
      if (index <= slice.after() || index > slice.until() || unread(index, answer)) {
        continue;
      }
      subjects
          .computeIfAbsent(line.labels(), labels -> subject(log, labels))
          .ifPresent(
              subject ->
                  entries.add(
                      new Entry(subject, index, line.at(), parser.parse(line), line.text())));
    }
    nameless(log, subjects, slice).ifPresent(gaps::add);
    return new LogEntries(entries, gaps);
  }

  // A step of which a part is missing has no line at all, also where its neighbours were read.
  private static boolean unread(long step, LogResult answer) {
    return answer.gaps().stream()
        .anyMatch(gap -> step > gap.steps().after() && step <= gap.steps().until());
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
