package io.tidewatch.demo.history;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tidewatch.demo.trace.UserError;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Goes on where the history ends: every minute after it, at the time of the wall clock.
 *
 * <p>{@code /metrics} answers the current minute. {@code /backlog} answers every minute since its
 * last answer (at first since the end of the history), so that one Prometheus that scrapes it has
 * no gap between the back-filled history and its first scrape, nor after a restart. Samples carry
 * the full minute as their time, as those of the history do.
 */
public final class Exporter implements AutoCloseable {
  /** Prometheus takes samples up to an hour behind its newest one; this stays clear of it. */
  static final int BACKLOG_MINUTES = 50;

  private final Traffic traffic;
  private final Clock clock;
  private final HttpServer server;
  private final ExecutorService worker;
  private final Deque<Minute> recent = new ArrayDeque<>();
  private long nextMinute;
  private long answered;

  private record Minute(long minute, Map<Series, Double> values) {}

  private interface Answer {
    String text() throws IOException;
  }

  private Exporter(Traffic traffic, Clock clock, HttpServer server) {
    this.traffic = traffic;
    this.clock = clock;
    this.server = server;
    this.worker = Executors.newSingleThreadExecutor();
    this.nextMinute = traffic.lastMinute() + 1;
    this.answered = traffic.lastMinute();
  }

  /** Starts to listen; port 0 picks a free one. */
  public static Exporter start(Traffic traffic, Clock clock, String host, int port) {
    Exporter exporter = new Exporter(traffic, clock, bind(host, port));
    exporter.server.setExecutor(exporter.worker);
    exporter.server.createContext("/metrics", call -> exporter.answer(call, exporter::current));
    exporter.server.createContext("/backlog", call -> exporter.answer(call, exporter::backlog));
    exporter.server.start();
    return exporter;
  }

  private static HttpServer bind(String host, int port) {
    InetSocketAddress address = new InetSocketAddress(host, port);
    try {
      return HttpServer.create(address, 0);
    } catch (IOException | RuntimeException e) {
      throw new UserError(
          "cannot listen on " + host + ":" + port,
          e.getMessage(),
          "choose another --port (0 picks a free one) or stop the process that holds it");
    }
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** The text of the current minute; empty but for its end mark before the history is over. */
  synchronized String current() throws IOException {
    advance();
    return recent.isEmpty() ? render(List.of()) : render(List.of(recent.getLast()));
  }

  /** The text of all minutes since the last answer, of the last 50 at most. */
  synchronized String backlog() throws IOException {
    advance();
    List<Minute> due = recent.stream().filter(m -> m.minute() > answered).toList();
    answered = Math.max(answered, nextMinute - 1);
    return render(due);
  }

  private void advance() {
    long now = Math.floorDiv(clock.instant().getEpochSecond(), 60L);
    for (; nextMinute <= now; nextMinute++) {
      if (now - nextMinute >= BACKLOG_MINUTES) {
        continue;
      }
      Map<Series, Double> values = new HashMap<>();
      traffic.at(nextMinute).forEach(r -> values.put(r.series(), r.value()));
      recent.addLast(new Minute(nextMinute, values));
      if (recent.size() > BACKLOG_MINUTES) {
        recent.removeFirst();
      }
    }
  }

  private String render(List<Minute> minutes) throws IOException {
    StringBuilder text = new StringBuilder();
    Exposition exposition = new Exposition(text);
    for (Series series : traffic.series()) {
      for (Minute minute : minutes) {
        if (minute.values().containsKey(series)) {
          exposition.sample(series, minute.minute(), minute.values().get(series));
        }
      }
    }
    exposition.end();
    return text.toString();
  }

  private void answer(HttpExchange call, Answer answer) throws IOException {
    try (call) {
      if (!call.getRequestMethod().equals("GET")) {
        call.sendResponseHeaders(405, -1);
        return;
      }
      byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
      call.getResponseHeaders().set("Content-Type", Exposition.MEDIA_TYPE);
      call.sendResponseHeaders(200, body.length);
      call.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    worker.shutdownNow();
  }
}
