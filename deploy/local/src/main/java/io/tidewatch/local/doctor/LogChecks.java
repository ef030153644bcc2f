package io.tidewatch.local.doctor;

import io.tidewatch.domain.LogSpec;
import io.tidewatch.domain.QuerySpec.LabelNames;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.source.LokiClient;
import io.tidewatch.source.RangeResult;
import io.tidewatch.source.StepRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Counts what every selector of a catalogue's logs has found lately, and whose lines they are. */
final class LogChecks {
  private static final Duration LATELY = Duration.ofMinutes(10);
  private static final int MOST_NAMES = 6;

  private final List<LogSpec> logs;
  private final LokiClient loki;
  private final Instant now;

  LogChecks(List<LogSpec> logs, LokiClient loki, Instant now) {
    this.logs = logs;
    this.loki = loki;
    this.now = now;
  }

  List<Check> run() {
    return logs.stream().map(this::check).toList();
  }

  private Check check(LogSpec log) {
    String what = "log " + log.name();
    try {
      long until = now.getEpochSecond() / LATELY.toSeconds();
      RangeResult found = loki.counts(counts(log), LATELY, new StepRange(until - 1, until));
      return found.gaps().isEmpty()
          ? judge(what, log, found)
          : Check.missing(
              what, found.gaps().get(0).reason().text() + ": " + found.gaps().get(0).detail());
    } catch (UserException failure) {
      return Check.missing(what, failure.reason().lines().findFirst().orElse(failure.problem()));
    }
  }

  private static String counts(LogSpec log) {
    LabelNames names = log.labels();
    String by = String.join(", ", names.namespace(), names.workload(), names.kind(), names.pod());
    String range = "[" + LATELY.toSeconds() + "s]";
    return "sum by (" + by + ") (count_over_time(" + log.logql() + " " + range + "))";
  }

  private static Check judge(String what, LogSpec log, RangeResult found) {
    long lines =
        (long) found.series().stream().mapToDouble(s -> Arrays.stream(s.values()).sum()).sum();
    if (lines == 0) {
      return Check.missing(
          what,
          "no line in 10 minutes: check the selector's labels, and that logs are sent to this Loki");
    }
    Set<WorkloadId> workloads =
        found.series().stream()
            .flatMap(series -> log.workloadOf(series.labels()).stream())
            .collect(Collectors.toCollection(TreeSet::new));
    if (workloads.isEmpty()) {
      return Check.missing(
          what,
          lines
              + " lines in 10 minutes, but their streams name no workload: map their labels, or"
              + " give the log a workload");
    }
    String names =
        workloads.stream()
            .limit(MOST_NAMES)
            .map(WorkloadId::toString)
            .collect(Collectors.joining(", "));
    String more = workloads.size() > MOST_NAMES ? ", …" : "";
    return Check.ok(what, lines + " lines in 10 minutes, of " + names + more);
  }
}
