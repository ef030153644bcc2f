package io.tidewatch.loki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.log.LogLine;
import io.tidewatch.log.Masking;
import io.tidewatch.source.LogResult;
import io.tidewatch.source.LokiClient;
import io.tidewatch.source.LokiEndpoint;
import io.tidewatch.source.LokiLimits;
import io.tidewatch.source.RangeResult;
import io.tidewatch.source.RangeSeries;
import io.tidewatch.source.RetryPolicy;
import io.tidewatch.source.StepRange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The product's client reads back exactly what was written, whatever the pages cut. */
class LokiClientIT {
  private static final Duration STEP = Duration.ofMinutes(1);
  private static final long NANOS = 1_000_000_000L;

  private final long start = Instant.now().getEpochSecond() / 60 * 60 - 3_600;
  private LokiServer server;

  @TempDir Path data;

  @BeforeEach
  void start() throws IOException {
    server =
        LokiServer.start(
            "127.0.0.1", 0, data, Duration.ofDays(31), Limits.standard(), Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void lines_at_the_same_nanosecond_are_neither_lost_nor_doubled_at_any_page_border(long seed)
      throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> written = new ArrayList<>();
    StringBuilder history = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      // Few distinct times, so that most pages end within one.
      long at = start * NANOS + 1 + random.nextInt(40) * 7_000_000_000L;
      String text = at + " line " + i;
      written.add(text);
      history.append(line("pod-" + random.nextInt(6), at, text));
    }
    importAll(history.toString());
    LogResult result = client(11).lines("{app=\"web\"}", STEP, steps(10));
    assertEquals(List.of(), result.gaps());
    assertEquals(
        written.stream().sorted().toList(),
        result.lines().stream().map(LogLine::text).sorted().toList());
    List<Long> times = result.lines().stream().map(LogLine::at).toList();
    assertEquals(times.stream().sorted().toList(), times);
  }

  @Test
  void a_burst_of_more_lines_at_one_nanosecond_than_a_page_holds_is_read_stream_by_stream()
      throws Exception {
    StringBuilder history = new StringBuilder();
    for (int i = 0; i < 12_000; i++) {
      history.append(line("pod-" + i % 4, start * NANOS + 1, "burst " + i));
    }
    importAll(history.toString());
    LogResult result = client(5_000).lines("{app=\"web\"} |= \"burst\"", STEP, steps(1));
    assertEquals(List.of(), result.gaps());
    assertEquals(12_000, result.lines().stream().map(LogLine::text).distinct().count());
    assertEquals(12_000, result.lines().size());
  }

  @Test
  void lines_that_a_step_counts_are_the_lines_that_it_holds() throws Exception {
    SplittableRandom random = new SplittableRandom(9);
    StringBuilder history = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      // Often exactly on the border of two steps.
      long at = (start + random.nextInt(10) * 60L) * NANOS + random.nextInt(2);
      history.append(line("pod", at, "line " + i));
    }
    importAll(history.toString());
    LokiClient client = client(50);
    RangeResult counts = client.counts("sum(count_over_time({app=\"web\"}[60s]))", STEP, steps(10));
    RangeSeries series = counts.series().get(0);
    for (int i = 0; i < series.steps().length; i++) {
      StepRange one = new StepRange(series.steps()[i] - 1, series.steps()[i]);
      assertEquals(series.values()[i], client.slice("{app=\"web\"}", STEP, one).lines().size());
    }
  }

  @Test
  void labels_values_series_and_readiness_are_told() throws Exception {
    importAll(line("pod-1", start * NANOS, "x"));
    LokiClient client = client(10);
    Instant from = Instant.ofEpochSecond(start - 60);
    Instant until = from.plusSeconds(600);
    assertEquals(List.of("app", "pod", "service_name"), client.labels(from, until));
    assertEquals(List.of("pod-1"), client.labelValues("pod", "{app=\"web\"}", from, until));
    assertEquals(
        List.of(Map.of("app", "web", "pod", "pod-1", "service_name", "web")),
        client.series("{app=\"web\"}", from, until));
    assertTrue(client.notReady().isEmpty());
  }

  private StepRange steps(long count) {
    return new StepRange(start / 60 - 1, start / 60 + count);
  }

  private LokiClient client(int page) {
    LokiLimits limits = new LokiLimits(page, Duration.ofHours(721), 100_000);
    RetryPolicy retries = new RetryPolicy(1, Duration.ZERO, Duration.ZERO, new SplittableRandom(1));
    return new LokiClient(LokiEndpoint.of(server.url()), retries, limits, Masking.standard());
  }

  private static String line(String pod, long at, String text) {
    return "{\"stream\":{\"app\":\"web\",\"pod\":\""
        + pod
        + "\"},\"values\":[[\""
        + at
        + "\",\""
        + text
        + "\"]]}\n";
  }

  private void importAll(String lines) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + "/tidewatch/import"))
            .POST(HttpRequest.BodyPublishers.ofString(lines))
            .build();
    assertEquals(
        200,
        HttpClient.newHttpClient()
            .send(request, HttpResponse.BodyHandlers.discarding())
            .statusCode());
  }
}
