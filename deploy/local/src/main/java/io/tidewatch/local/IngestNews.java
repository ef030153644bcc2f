package io.tidewatch.local;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.local.report.ResultFile;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What ingest has told of its progress: a line after each batch, a summary at its end.
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

  private static final Pattern BATCH =
      Pattern.compile("ingest: ([\\d,]+) (rows|log lines)\\b.*until (\\S+Z)$");
  private static final String SUMMARY = "{\"ingest\":";

  /** The news with one more line of the program's output. */
  IngestNews after(String line) {
    if (line.startsWith(SUMMARY)) {
      JsonNode rows = ResultFile.parse(line).at("/ingest/rows");
      return new IngestNews(
          rows.path("metrics").asLong(), rows.path("log_lines").asLong(), metricsUntil, logsUntil);
    }
    Matcher batch = BATCH.matcher(line.strip());
    if (!batch.matches()) {
      return this;
    }
    long landed = Long.parseLong(batch.group(1).replace(",", ""));
    Optional<Instant> until = Optional.of(Instant.parse(batch.group(3)));
    return batch.group(2).equals("rows")
        ? new IngestNews(landed, logLines, until, logsUntil)
        : new IngestNews(metrics, landed, metricsUntil, until);
  }
}
