package io.tidewatch.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.domain.UserException;
import io.tidewatch.local.report.LogStory;
import io.tidewatch.local.report.ResultFile;
import io.tidewatch.source.LokiClient;
import io.tidewatch.source.LokiEndpoint;
import io.tidewatch.source.PrometheusClient;
import io.tidewatch.source.PrometheusEndpoint;
import io.tidewatch.source.RangeResult;
import io.tidewatch.source.RangeSeries;
import io.tidewatch.source.StepRange;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Tells how the worst error burst of the past showed. Reads where it was planted: the report may,
 * as nothing is learned from it.
 */
final class LogStories {
  private static final String KIND = "error-burst";
  private static final Duration STEP = Duration.ofMinutes(1);
  private static final Duration BEFORE = Duration.ofMinutes(45);
  private static final Duration AFTER = Duration.ofMinutes(30);
  private static final String WARNING = "\"level\":\"warn\"| WARN ";
  private static final String ERROR = "\"level\":\"error\"| ERROR ";

  private final LokiClient loki;
  private final PrometheusClient prometheus;

  LogStories(URI loki, URI prometheus) {
    this.loki = LokiClient.of(LokiEndpoint.of(loki));
    this.prometheus = PrometheusClient.of(PrometheusEndpoint.parse(prometheus.toString()));
  }

  /** The story; empty if nothing was planted, or a server does not answer any more. */
  Optional<LogStory> worst(Path truth) {
    Optional<JsonNode> incident = ResultFile.read(truth, JsonNode.class).flatMap(LogStories::worst);
    try {
      return incident.map(this::story);
    } catch (UserException unanswered) {
      // A picture less is no reason to lose the report.
      return Optional.empty();
    }
  }

  private static Optional<JsonNode> worst(JsonNode truth) {
    Instant first = Instant.parse(truth.path("from").asText()).plus(BEFORE);
    return StreamSupport.stream(truth.path("incidents").spliterator(), false)
        .filter(incident -> incident.path("kind").asText().equals(KIND))
        .filter(incident -> !incident.path("live").asBoolean())
        .filter(incident -> Instant.parse(incident.path("start").asText()).isAfter(first))
        .max(Comparator.comparingDouble(incident -> incident.path("severity").asDouble()));
  }

  private LogStory story(JsonNode incident) {
    String workload = incident.path("workload").asText();
    String[] name = workload.split("/");
    Instant start = Instant.parse(incident.path("start").asText());
    Instant end = Instant.parse(incident.path("end").asText());
    StepRange minutes = new StepRange(minute(start.minus(BEFORE)) - 1, minute(end.plus(AFTER)));
    String labels = "{namespace=\"%s\",workload=\"%s\"}".formatted(name[0], name[1]);
    String failed = "workload:http_errors:rate1m" + labels;
    return new LogStory(
        workload,
        KIND,
        start.minus(BEFORE),
        start,
        end,
        lines(labels, WARNING, minutes),
        lines(labels, ERROR, minutes),
        values(prometheus.range(failed, STEP, minutes), minutes));
  }

  private int[] lines(String selector, String pattern, StepRange minutes) {
    String query = "sum(count_over_time(%s |~ `%s` [1m]))".formatted(selector, pattern);
    double[] counts = values(loki.counts(query, STEP, minutes), minutes);
    int[] lines = new int[counts.length];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = (int) counts[i];
    }
    return lines;
  }

  /** Zero where there is nothing: a minute without lines has no point. */
  private static double[] values(RangeResult result, StepRange minutes) {
    double[] values = new double[(int) minutes.length()];
    for (RangeSeries series : result.series()) {
      for (int i = 0; i < series.steps().length; i++) {
        values[(int) (series.steps()[i] - minutes.first())] += series.values()[i];
      }
    }
    return values;
  }

  private static long minute(Instant instant) {
    return instant.getEpochSecond() / STEP.toSeconds();
  }
}
