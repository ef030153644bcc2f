package io.tidewatch.spark.collect;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Prometheus and a Loki in one: at every step a value and two lines of one pod, a query named
 * {@code broken} that is refused, and, whenever its lines are read, one more that came late.
 */
final class TestingSources implements AutoCloseable {
  static final int STEP_SECONDS = 3_600;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger readings = new AtomicInteger();

  TestingSources() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/api/v1/query", this::values);
    server.createContext("/loki/api/v1/query", this::lines);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void values(HttpExchange exchange) throws IOException {
    Map<String, String> form = form(exchange);
    if (form.get("query").contains("broken")) {
      send(exchange, 400, "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"no\"}");
      return;
    }
    if (!form.containsKey("start")) {
      send(exchange, 200, vector(form.get("time"), 1));
      return;
    }
    ObjectNode answer = answer("matrix");
    ObjectNode series = ((ArrayNode) answer.at("/data/result")).addObject();
    series.putObject("metric").put("namespace", "shop").put("workload", "web");
    ArrayNode values = series.putArray("values");
    long end = Long.parseLong(form.get("end"));
    for (long at = Long.parseLong(form.get("start")); at <= end; at += STEP_SECONDS) {
      values.addArray().add(at).add(Long.toString(at / STEP_SECONDS));
    }
    send(exchange, 200, answer.toString());
  }

  private void lines(HttpExchange exchange) throws IOException {
    Map<String, String> form = form(exchange);
    if (form.get("query").contains("broken")) {
      send(exchange, 400, "parse error: no");
      return;
    }
    if (!form.containsKey("start")) {
      send(exchange, 200, vector(form.get("time"), 2));
      return;
    }
    ObjectNode answer = answer("streams");
    ObjectNode stream = ((ArrayNode) answer.at("/data/result")).addObject();
    stream.putObject("stream").put("namespace", "shop").put("pod", "web-7d9f8c6b5-x2x4z");
    ArrayNode values = stream.putArray("values");
    long step = STEP_SECONDS * 1_000_000_000L;
    long last = (Long.parseLong(form.get("end")) - 1) / step;
    for (long at = (Long.parseLong(form.get("start")) - 1) / step + 1; at <= last; at++) {
      line(values, at * step - 9, "INFO order " + at + " is paid");
      line(values, at * step - 8, "WARN the stock is low");
    }
    line(values, last * step - 7, "INFO came late at reading " + readings.incrementAndGet());
    send(exchange, 200, answer.toString());
  }

  private static void line(ArrayNode values, long at, String text) {
    values.addArray().add(Long.toString(at)).add(text);
  }

  private static ObjectNode answer(String type) {
    ObjectNode answer = JSON.createObjectNode().put("status", "success");
    answer.putObject("data").put("resultType", type).putArray("result");
    return answer;
  }

  private static String vector(String time, int value) {
    ObjectNode answer = answer("vector");
    ObjectNode one = ((ArrayNode) answer.at("/data/result")).addObject();
    one.putObject("metric");
    one.putArray("value").add(Long.parseLong(time)).add(Integer.toString(value));
    return answer.toString();
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

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    try (exchange) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
