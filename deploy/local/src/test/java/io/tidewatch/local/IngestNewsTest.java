package io.tidewatch.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.source.PrometheusEndpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IngestNewsTest {
  @Test
  void the_newest_line_of_each_kind_counts_and_others_are_passed_over() {
    IngestNews news =
        IngestNews.NONE
            .after("WARN something else")
            .after("ingest: reading from 2026-11-24T15:00:00Z")
            .after("ingest: 1,204 rows of 7 metrics, until 2026-11-24T16:00:00Z")
            .after("ingest: 96 log lines, until 2026-11-24T16:00:00Z")
            .after("ingest: 2,408 rows of 7 metrics (day 1 of 4), until 2026-11-24T16:01:00Z");

    assertEquals(2_408, news.metrics());
    assertEquals(96, news.logLines());
    assertEquals(Optional.of(Instant.parse("2026-11-24T16:01:00Z")), news.metricsUntil());
    assertEquals(Optional.of(Instant.parse("2026-11-24T16:00:00Z")), news.logsUntil());
  }

  @Test
  void the_summary_at_the_end_has_the_last_word() {
    IngestNews news =
        IngestNews.NONE
            .after("ingest: 39 rows of 7 metrics, until 2026-11-24T16:00:00Z")
            .after("{\"ingest\":{\"rows\":{\"log_lines\":12,\"metrics\":78},\"gaps\":0}}");

    assertEquals(78, news.metrics());
    assertEquals(12, news.logLines());
    assertEquals(Optional.of(Instant.parse("2026-11-24T16:00:00Z")), news.metricsUntil());
  }

  @Test
  void without_a_log_server_only_metrics_are_asked_for() {
    ContinuousIngest.Plan plan =
        new ContinuousIngest.Plan(
            Path.of("store"),
            Path.of("catalogue.yaml"),
            PrometheusEndpoint.parse("http://127.0.0.1:9090"),
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(20),
            1,
            15);

    assertEquals(
        "--store=store ingest --catalogue=catalogue.yaml --prometheus=http://127.0.0.1:9090"
            + " --every=20s",
        String.join(" ", ContinuousIngest.words(plan)));
  }
}
