package io.tidewatch.demo.history.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LivePushTest {
  private static final Instant END = Instant.parse("2026-11-24T16:00:00Z");
  private static final ShopLogs LOGS = new ShopLogs(42, END.getEpochSecond() / 60, 4);

  private final List<JsonNode> pushed = Collections.synchronizedList(new ArrayList<>());
  private final List<String> told = new ArrayList<>();
  private int status = 204;
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/loki/api/v1/push",
        call -> {
          try (call) {
            JsonNode body = new ObjectMapper().readTree(call.getRequestBody());
            if (status == 204) {
              pushed.add(body);
            }
            call.sendResponseHeaders(status, -1);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private LivePush push(Clock clock) {
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new LivePush(LOGS, url, clock, told::add);
  }

  /** A clock that shows the given seconds after the end of the history, one after the other. */
  private static Clock clock(long... seconds) {
    return new Clock() {
      private int next;

      @Override
      public Instant instant() {
        return END.plusSeconds(seconds[next++]);
      }

      @Override
      public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(java.time.ZoneId zone) {
        throw new UnsupportedOperationException();
      }
    };
  }

  private List<String> times() {
    List<String> times = new ArrayList<>();
    pushed.forEach(
        body ->
            body.get("streams")
                .forEach(
                    stream ->
                        stream
                            .get("values")
                            .forEach(
                                value -> times.add(stream.get("stream") + value.get(0).asText()))));
    return times;
  }

  private static List<String> expected(long minutes) {
    List<String> expected = new ArrayList<>();
    for (long minute = 1; minute <= minutes; minute++) {
      LOGS.at(LOGS.lastMinute() + minute)
          .forEach(
              (pod, lines) ->
                  lines.forEach(
                      line ->
                          expected.add(
                              LogFile.stream(pod, lines).get("stream") + "" + line.nanos())));
    }
    return expected;
  }

  @Test
  void each_line_comes_once_and_not_before_its_time() throws InterruptedException {
    LivePush push = push(clock(7, 60, 61, 180));
    push.once();
    long limit = END.plusSeconds(7).toEpochMilli() * 1_000_000;
    assertTrue(
        times().stream()
            .map(time -> time.substring(time.indexOf('}') + 1))
            .allMatch(time -> Long.parseLong(time) <= limit));
    push.once();
    push.once();
    push.once();
    assertEquals(expected(3).stream().sorted().toList(), times().stream().sorted().toList());
  }

  @Test
  void what_a_server_does_not_take_is_sent_again_and_told_once() throws InterruptedException {
    LivePush push = push(clock(30, 40, 60));
    status = 503;
    push.once();
    push.once();
    assertEquals(1, told.size());
    assertTrue(told.get(0).contains("status 503"), told::toString);
    status = 204;
    push.once();
    assertEquals(expected(1).stream().sorted().toList(), times().stream().sorted().toList());
  }

  @Test
  void after_a_long_sleep_only_what_a_server_would_take_is_sent() throws InterruptedException {
    push(clock(Duration.ofHours(5).toSeconds())).once();
    long oldest = END.plus(Duration.ofHours(4)).getEpochSecond() * 1_000_000_000L;
    assertFalse(times().isEmpty());
    assertTrue(
        times().stream()
            .map(time -> time.substring(time.indexOf('}') + 1))
            .allMatch(time -> Long.parseLong(time) >= oldest));
  }
}
