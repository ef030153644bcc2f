package io.tidewatch.demo.history.logs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Pushes what is said after the history, each line when its time has come. A server that does not
 * answer gets the same lines again a second later; Loki keeps one of equal lines of one moment.
 */
public final class LivePush {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  // Loki refuses a line that is much older than the newest one of its stream.
  private static final int MOST_MINUTES_BEHIND = 50;

  private final ShopLogs logs;
  private final URI push;
  private final Clock clock;
  private final Consumer<String> told;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PAUSE).build();
  private Instant sentUntil;
  private boolean failing;

  /** Pushes to the server from the end of the history on. */
  public LivePush(ShopLogs logs, URI server, Clock clock, Consumer<String> told) {
    this.logs = logs;
    this.push = server.resolve("/loki/api/v1/push");
    this.clock = clock;
    this.told = told;
    this.sentUntil = Instant.ofEpochSecond(logs.lastMinute() * 60);
  }

  /** Goes on until the thread is interrupted. */
  public void run() throws InterruptedException {
    while (true) {
      once();
      Thread.sleep(PAUSE.toMillis());
    }
  }

  /** Sends what has become due since the last time. */
  public void once() throws InterruptedException {
    Instant now = clock.instant();
    ObjectNode body = due(sentUntil, now);
    if (body.get("streams").isEmpty() || sent(body)) {
      sentUntil = now;
    }
  }

  /** The lines after one instant, up to and with another. */
  ObjectNode due(Instant after, Instant until) {
    Map<LogSource, List<LogLine>> due = new LinkedHashMap<>();
    long last = minuteOf(until);
    for (long m = Math.max(minuteOf(after), last - MOST_MINUTES_BEHIND); m <= last; m++) {
      logs.at(m)
          .forEach(
              (pod, lines) ->
                  lines.stream()
                      .filter(line -> nanos(after) < line.nanos() && line.nanos() <= nanos(until))
                      .forEach(l -> due.computeIfAbsent(pod, p -> new ArrayList<>()).add(l)));
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode streams = body.putArray("streams");
    due.forEach((pod, lines) -> streams.add(LogFile.stream(pod, lines)));
    return body;
  }

  /** The minute in which an instant is said: the one that ends then or later. */
  private static long minuteOf(Instant instant) {
    return Math.floorDiv(instant.getEpochSecond(), 60L) + 1;
  }

  private static long nanos(Instant instant) {
    return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }

  private boolean sent(ObjectNode body) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(push)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      boolean taken = answer.statusCode() == 204;
      tell(taken, "status " + answer.statusCode() + ": " + answer.body().strip());
      // What is refused as wrong would be refused again.
      return taken || answer.statusCode() == 400;
    } catch (IOException away) {
      tell(false, away.toString());
      return false;
    }
  }

  /** Once, not every second. */
  private void tell(boolean fine, String why) {
    if (!fine && !failing) {
      told.accept("the log server " + push + " takes no lines: " + why + "; trying again");
    }
    failing = !fine;
  }
}
