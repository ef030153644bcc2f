package io.tidewatch.spark.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * Stands between a client and a real server and says what a healthy one will not, for the queries
 * that hold a word; everything else passes as it is.
 */
public final class FaultyServer implements AutoCloseable {
  /** An answer that was not given by the real server, or not so. */
  public interface Fault {
    void answer(HttpExchange exchange, String real) throws IOException;
  }

  private final URI real;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, Fault> faults = new ConcurrentHashMap<>();

  public FaultyServer(URI real) throws IOException {
    this.real = real;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** From now on range queries that hold a word are answered so. */
  public FaultyServer when(String word, Fault fault) {
    faults.put(word, fault);
    return this;
  }

  /** From now on every query passes. */
  public void mend() {
    faults.clear();
  }

  /** An error as Prometheus words it. */
  static Fault error(int status, String type, String words) {
    return (exchange, real) ->
        send(
            exchange,
            status,
            "{\"status\":\"error\",\"errorType\":\"%s\",\"error\":\"%s\"}".formatted(type, words));
  }

  /** An error as Loki words it. */
  public static Fault plain(int status, String words) {
    return (exchange, real) -> sendPlain(exchange, status, words);
  }

  /** That it has too much to do, and when to come again. */
  public static Fault busyFor(int seconds) {
    return (exchange, real) -> {
      exchange.getResponseHeaders().set("Retry-After", Integer.toString(seconds));
      sendPlain(exchange, 429, "too many outstanding requests");
    };
  }

  /** The real answer, changed. */
  static Fault changed(UnaryOperator<String> change) {
    return (exchange, real) -> send(exchange, 200, change.apply(real));
  }

  /** Half of the real answer, and then the connection ends. */
  static Fault half() {
    return (exchange, real) -> {
      byte[] whole = real.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, whole.length);
      exchange.getResponseBody().write(whole, 0, whole.length / 2);
    };
  }

  /** So many times a fault, afterwards the real answer. */
  public static Fault first(int times, Fault fault) {
    AtomicInteger left = new AtomicInteger(times);
    return (exchange, real) -> {
      if (left.getAndDecrement() > 0) {
        fault.answer(exchange, real);
        return;
      }
      send(exchange, 200, real);
    };
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String query =
          URLDecoder.decode(new String(body, StandardCharsets.UTF_8), StandardCharsets.UTF_8);
      HttpResponse<String> answer = ask(exchange, body);
      boolean range = exchange.getRequestURI().getPath().endsWith("/query_range");
      for (Map.Entry<String, Fault> fault : faults.entrySet()) {
        if (range && query.contains(fault.getKey())) {
          fault.getValue().answer(exchange, answer.body());
          return;
        }
      }
      send(exchange, answer.statusCode(), answer.body());
    }
  }

  // A server that cannot be reached is not answered for: the caller's connection ends too.
  private HttpResponse<String> ask(HttpExchange exchange, byte[] body) throws IOException {
    try {
      return client.send(
          HttpRequest.newBuilder(real.resolve(exchange.getRequestURI().toString()))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
      throw new IOException(ending);
    }
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    send(exchange, "application/json", status, text);
  }

  private static void sendPlain(HttpExchange exchange, int status, String words)
      throws IOException {
    send(exchange, "text/plain; charset=utf-8", status, words + "\n");
  }

  private static void send(HttpExchange exchange, String type, int status, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
