package io.tidewatch.serving;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a client and a real MLflow and does what a healthy server does not. */
final class FaultyMlflow implements AutoCloseable {
  private enum Mood {
    PASS,
    HANG,
    FAIL
  }

  private final URI real;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger held = new AtomicInteger();
  private volatile Mood mood = Mood.PASS;

  FaultyMlflow(URI real) throws IOException {
    this.real = real;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** From now on nothing is answered until it is mended. */
  void hang() {
    mood = Mood.HANG;
  }

  /** From now on every answer is a failure. */
  void fail() {
    mood = Mood.FAIL;
  }

  void mend() {
    mood = Mood.PASS;
  }

  /** How many calls wait for an answer. */
  int held() {
    return held.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      held.incrementAndGet();
      while (mood == Mood.HANG) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      held.decrementAndGet();
      if (mood == Mood.FAIL) {
        exchange.sendResponseHeaders(500, -1);
        return;
      }
      pass(exchange, body);
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  private void pass(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(real.resolve(exchange.getRequestURI().toString()))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (type != null) {
      request.header("Content-Type", type);
    }
    HttpResponse<byte[]> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    exchange.sendResponseHeaders(
        answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
    exchange.getResponseBody().write(answer.body());
  }

  @Override
  public void close() {
    mend();
    server.stop(0);
    threads.shutdownNow();
  }
}
