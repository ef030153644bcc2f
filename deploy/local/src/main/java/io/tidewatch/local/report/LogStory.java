package io.tidewatch.local.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * How one incident of the past showed: in the logs, and in a metric, minute by minute.
 *
 * @param workload whose
 * @param kind of incident, as the generator calls it
 * @param from the first minute
 * @param start of the incident
 * @param end of the incident
 * @param warnings lines of each minute
 * @param errors lines of each minute
 * @param failed requests/s that failed
 */
public record LogStory(
    String workload,
    String kind,
    Instant from,
    Instant start,
    Instant end,
    int[] warnings,
    int[] errors,
    double[] failed) {
  // A pool that runs full makes every pod warn; a wrong password is one line of one pod.
  private static final int MANY = 3;
  private static final int LONGEST_LEAD = 20;

  public LogStory {
    if (warnings.length != errors.length || errors.length != failed.length) {
      throw new IllegalArgumentException("as many warnings as errors and failed requests");
    }
    warnings = warnings.clone();
    errors = errors.clone();
    failed = failed.clone();
  }

  public int minutes() {
    return failed.length;
  }

  /** The minute of the incident's start, counted from the first one. */
  public int startMinute() {
    return (int) Duration.between(from, start).toMinutes();
  }

  /** The minute at which the incident was over. */
  public int endMinute() {
    return (int) Duration.between(from, end).toMinutes();
  }

  /** Minutes from the first heap of warnings to the incident; empty without one. */
  public OptionalLong lead() {
    int first = Math.max(0, startMinute() - LONGEST_LEAD);
    return IntStream.range(first, Math.max(first, startMinute()))
        .filter(minute -> warnings[minute] >= MANY)
        .mapToLong(minute -> startMinute() - minute)
        .findFirst();
  }

  /** What a reader is to see, in a sentence. */
  public String sentence() {
    String what = "The %s at %s".formatted(kind.replace('-', ' '), workload);
    return lead().isPresent()
        ? "%s showed in the logs %d minutes before the first request failed for it."
            .formatted(what, lead().getAsLong())
        : what + " gave no sign in the logs before it began.";
  }

  /** The most of a series of numbers, at least 1. */
  static double most(int[] values) {
    return Math.max(1, Arrays.stream(values).max().orElse(1));
  }
}
