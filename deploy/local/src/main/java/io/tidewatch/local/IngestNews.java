package io.tidewatch.local;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What ingest has told of its progress, one line after a batch.
 *
 * @param metrics rows of metrics that have landed since it started
 * @param logLines the same of log lines
 * @param metricsUntil the newest metrics that have landed
 * @param logsUntil the newest logs that have landed
 */
public record IngestNews(
    long metrics, long logLines, Optional<Instant> metricsUntil, Optional<Instant> logsUntil) {
  /** Before the first batch. */
  public static final IngestNews NONE = new IngestNews(0, 0, Optional.empty(), Optional.empty());

  private static final Pattern METRICS =
      Pattern.compile("ingest: ([\\d,]+) rows of .*until (\\S+Z)$");
  private static final Pattern LOGS =
      Pattern.compile("ingest: ([\\d,]+) (?:log )?lines .*until (\\S+Z)$");

  /** The news with one more line of the program's output. */
  IngestNews after(String line) {
    Matcher metric = METRICS.matcher(line.strip());
    if (metric.matches()) {
      return new IngestNews(number(metric), logLines, until(metric), logsUntil);
    }
    Matcher log = LOGS.matcher(line.strip());
    return log.matches() ? new IngestNews(metrics, number(log), metricsUntil, until(log)) : this;
  }

  private static long number(Matcher line) {
    return Long.parseLong(line.group(1).replace(",", ""));
  }

  private static Optional<Instant> until(Matcher line) {
    return Optional.of(Instant.parse(line.group(2)));
  }
}
