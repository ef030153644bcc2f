package io.tidewatch.spark.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Answers range queries with {@link GeneratedSeries} as a Prometheus would, by copying prepared
 * bytes: it must cost little beside the reader that is measured.
 */
final class GeneratedServer implements AutoCloseable {
  private static final int THREADS = 4;

  private final GeneratedSeries data;
  private final byte[][] values = GeneratedSeries.texts();
  private final HttpServer server;
  private final ExecutorService workers = Executors.newFixedThreadPool(THREADS);

  private GeneratedServer(GeneratedSeries data, HttpServer server) {
    this.data = data;
    this.server = server;
  }

  /** Starts on a free port of the loopback interface. */
  static GeneratedServer start(GeneratedSeries data) {
    try {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      HttpServer http = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
      GeneratedServer server = new GeneratedServer(data, http);
      http.createContext("/api/v1/query_range", server::range);
      http.createContext("/api/v1/query", server::count);
      http.createContext("/cpu", GeneratedServer::cpu);
      http.setExecutor(server.workers);
      http.start();
      return server;
    } catch (IOException noPort) {
      throw new UncheckedIOException("cannot listen on loopback", noPort);
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }

  private void range(HttpExchange exchange) throws IOException {
    Map<String, String> form = form(exchange);
    int query = Integer.parseInt(form.get("query").substring(1));
    long step = Long.parseLong(form.get("step"));
    long first = (Long.parseLong(form.get("start")) + step - 1) / step;
    long last = Long.parseLong(form.get("end")) / step;
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream body = exchange.getResponseBody()) {
      new MatrixWriter(body, values).write(query, data.pods(), first, last, step);
    }
  }

  // The reader counts the series before it cuts a long range into slices.
  private void count(HttpExchange exchange) throws IOException {
    String time = form(exchange).get("time");
    answer(
        exchange,
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":"
            + "[{\"metric\":{},\"value\":[%s,\"%d\"]}]}}".formatted(time, data.pods()));
  }

  private static void cpu(HttpExchange exchange) throws IOException {
    answer(exchange, Long.toString(ProcessUse.cpuNanos()));
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    exchange.getRequestBody().readAllBytes();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(bytes);
    }
  }

  private static Map<String, String> form(HttpExchange exchange) throws IOException {
    String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, String> form = new HashMap<>();
    for (String field : text.split("&")) {
      String[] parts = field.split("=", 2);
      form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return form;
  }
}
