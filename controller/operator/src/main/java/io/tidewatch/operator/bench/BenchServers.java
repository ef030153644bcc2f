package io.tidewatch.operator.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A Prometheus and a forecast server that know every workload of the bench: demand goes up and down
 * with a period of an hour, each workload at its own time, and the forecast is right.
 */
final class BenchServers implements AutoCloseable {
  private static final int QUANTILES = 101;
  private static final int HORIZONS = 15;
  private static final double MEAN = 50;
  private static final double SWING = 0.5;
  private static final double PERIOD_SECONDS = 3_600;

  private final String namespace;
  private final int workloads;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final AtomicLong queries = new AtomicLong();
  private final AtomicLong forecasts = new AtomicLong();

  BenchServers(String namespace, int workloads) throws IOException {
    this.namespace = namespace;
    this.workloads = workloads;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/v1/query", this::query);
    server.createContext("/predict/traffic", this::predict);
    server.setExecutor(threads);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Queries answered so far. */
  long queries() {
    return queries.get();
  }

  /** Calls for forecasts answered so far. */
  long forecasts() {
    return forecasts.get();
  }

  static String name(int workload) {
    return "w%05d".formatted(workload);
  }

  private void query(HttpExchange exchange) throws IOException {
    queries.incrementAndGet();
    String form =
        exchange.getRequestURI().getRawQuery()
            + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String asked = URLDecoder.decode(form, StandardCharsets.UTF_8);
    boolean ready = asked.contains("replicas");
    Instant now = Instant.now();
    StringBuilder body = new StringBuilder(workloads * 120);
    body.append("{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[");
    for (int i = 0; i < workloads; i++) {
      body.append(i == 0 ? "" : ",")
          .append("{\"metric\":{\"namespace\":\"")
          .append(namespace)
          .append(ready ? "\",\"deployment\":\"" : "\",\"workload\":\"")
          .append(name(i))
          .append("\"},\"value\":[")
          .append(now.getEpochSecond())
          .append(",\"")
          .append(ready ? "6" : number(demand(i, now)))
          .append("\"]}");
    }
    answer(exchange, body.append("]}}"));
  }

  private void predict(HttpExchange exchange) throws IOException {
    forecasts.incrementAndGet();
    exchange.getRequestBody().readAllBytes();
    Instant newest = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    StringBuilder body = new StringBuilder(workloads * 2_800).append("{\"forecasts\":[");
    for (int i = 0; i < workloads; i++) {
      body.append(i == 0 ? "" : ",");
      forecast(body, i, newest);
    }
    answer(exchange, body.append("],\"errors\":[]}"));
  }

  private void forecast(StringBuilder body, int workload, Instant newest) {
    body.append("{\"workload\":\"").append(namespace).append('/').append(name(workload));
    body.append("\",\"model\":{\"name\":\"forecast\",\"version\":\"1\",\"alias\":\"champion\"}");
    body.append(",\"feature_time\":\"").append(newest).append("\",\"level\":");
    body.append(number(demand(workload, newest))).append(",\"points\":[");
    double peak = 0;
    for (int h = 1; h <= HORIZONS; h++) {
      Instant at = newest.plus(h, ChronoUnit.MINUTES);
      double value = demand(workload, at);
      peak = h <= 5 ? Math.max(peak, value) : peak;
      body.append(h == 1 ? "" : ",");
      body.append("{\"ds\":\"").append(at).append("\",\"horizon\":").append(h);
      body.append(",\"yhat\":").append(number(value));
      body.append(",\"yhat_lower\":").append(number(0.9 * value));
      body.append(",\"yhat_upper\":").append(number(1.1 * value));
      body.append(",\"interpolated\":").append(h % 5 != 0).append('}');
    }
    body.append("],\"peak\":{\"steps\":5,\"reference\":1.0,\"quantiles\":[");
    for (int q = 0; q < QUANTILES; q++) {
      body.append(q == 0 ? "" : ",").append(number(peak * (0.9 + 0.002 * q)));
    }
    body.append("]},\"held_out\":[{\"horizon\":5,\"wape\":5,\"lastValueWape\":10,");
    body.append("\"seasonalNaiveWape\":12,\"coverage90\":0.9,\"width90\":20,\"origins\":1000}]}");
  }

  private static double demand(int workload, Instant at) {
    double phase = at.getEpochSecond() / PERIOD_SECONDS + workload / 97.0;
    return MEAN * (1 + SWING * Math.sin(2 * Math.PI * phase));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private static void answer(HttpExchange exchange, StringBuilder body) throws IOException {
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
