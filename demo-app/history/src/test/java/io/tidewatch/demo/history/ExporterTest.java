package io.tidewatch.demo.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.demo.trace.UserError;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExporterTest {
  @TempDir private Path folder;

  /** A clock that is set by hand. */
  private static final class TestingClock extends Clock {
    private Instant now;

    TestingClock(Instant now) {
      this.now = now;
    }

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }

  private static Exporter exporter(Clock clock) {
    return Exporter.start(Histories.shop(42), clock, "127.0.0.1", 0);
  }

  private static List<String> samples(String text) {
    return text.lines().filter(line -> !line.startsWith("#")).toList();
  }

  @Test
  void live_samples_are_those_that_a_later_history_holds() throws IOException {
    // Only growth and incidents hang on --end, so the same end is asked for in both processes; one
    // walks through every minute as 'write' does, the other starts in the middle as 'serve' does.
    long minute = Histories.END.getEpochSecond() / 60 + 2;
    ShopTraffic walked = Histories.shop(42);
    for (long m = walked.firstMinute(); m < minute; m++) {
      walked.at(m);
    }
    StringBuilder expected = new StringBuilder();
    Exposition exposition = new Exposition(expected);
    for (Reading reading : walked.at(minute)) {
      exposition.sample(reading.series(), minute, reading.value());
    }

    try (Exporter exporter = exporter(new TestingClock(Histories.END.plusSeconds(135)))) {
      assertEquals(samples(expected.toString()), samples(exporter.current()));
    }
  }

  @Test
  void live_has_the_series_of_the_file_and_shows_no_jump() throws IOException {
    Path file = folder.resolve("history.om");
    HistoryFile.write(Histories.shop(42), file);
    Map<String, Double> last = lastValues(samples(Files.readString(file)));

    try (Exporter exporter = exporter(new TestingClock(Histories.END.plusSeconds(60)))) {
      Map<String, Double> next = lastValues(samples(exporter.current()));
      assertEquals(last.keySet(), next.keySet());
      String web = "workload:http_requests:rate1m{namespace=\"shop\",workload=\"web\"}";
      assertEquals(1, next.get(web) / last.get(web), 0.25);
      next.keySet().stream()
          .filter(series -> series.startsWith("container_cpu"))
          .forEach(series -> assertTrue(rises(last.get(series), next.get(series)), series));
    }
  }

  /** A pod uses less than two cores, so a minute adds less than 120 s; nothing restarts here. */
  private static boolean rises(double before, double after) {
    return after > before && after < before + 120;
  }

  private static Map<String, Double> lastValues(List<String> samples) {
    Map<String, Double> values = new HashMap<>();
    for (String sample : samples) {
      String[] parts = sample.split(" ");
      values.put(parts[0], Double.parseDouble(parts[1]));
    }
    return values;
  }

  @Test
  void nothing_is_live_before_the_history_is_over() throws IOException {
    try (Exporter exporter = exporter(new TestingClock(Histories.END))) {
      assertEquals("# EOF\n", exporter.current());
      assertEquals("# EOF\n", exporter.backlog());
    }
  }

  @Test
  void the_backlog_answers_every_minute_once_whatever_else_is_asked() throws IOException {
    TestingClock clock = new TestingClock(Histories.END.plusSeconds(4 * 60 + 10));
    try (Exporter exporter = exporter(clock)) {
      exporter.current();
      assertEquals(Set.of(1L, 2L, 3L, 4L), minutes(exporter.backlog()));
      assertEquals(Set.of(), minutes(exporter.backlog()));
      clock.pass(Duration.ofMinutes(2));
      exporter.current();
      assertEquals(Set.of(5L, 6L), minutes(exporter.backlog()));
      clock.pass(Duration.ofHours(3));
      assertEquals(Exporter.BACKLOG_MINUTES, minutes(exporter.backlog()).size());
    }
  }

  /** Minutes after the end that have samples. */
  private static Set<Long> minutes(String text) {
    long end = Histories.END.getEpochSecond();
    return samples(text).stream()
        .map(line -> (Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)) - end) / 60)
        .collect(Collectors.toSet());
  }

  @Test
  void http_answers_open_metrics() throws Exception {
    try (Exporter exporter = exporter(new TestingClock(Histories.END.plusSeconds(60)))) {
      URI uri = URI.create("http://127.0.0.1:" + exporter.port() + "/metrics");
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());

      assertEquals(200, answer.statusCode());
      assertEquals(
          Exposition.MEDIA_TYPE, answer.headers().firstValue("content-type").orElseThrow());
      assertTrue(answer.body().endsWith("# EOF\n"));
      assertEquals(78, samples(answer.body()).size());
    }
  }

  @Test
  void a_taken_port_is_named() {
    TestingClock clock = new TestingClock(Histories.END);
    try (Exporter first = exporter(clock)) {
      int port = first.port();
      UserError error =
          assertThrows(
              UserError.class, () -> Exporter.start(Histories.shop(1), clock, "127.0.0.1", port));
      assertTrue(error.getMessage().contains("cannot listen on 127.0.0.1:" + port));
    }
  }
}
