package io.tidewatch.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A real HTTP server that says what a test tells it to. */
public final class TestingServer implements AutoCloseable {
  /** One answer. */
  public record Said(int status, String contentType, String body) {
    public static Said json(String body) {
      return new Said(200, "application/json", body);
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile Function<String, Said> script;

  private TestingServer(Function<String, Said> script) {
    this.script = script;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** A server that answers every request from its (decoded) body. */
  public static TestingServer saying(Function<String, Said> script) {
    return new TestingServer(script);
  }

  public static TestingServer saying(Said always) {
    return new TestingServer(body -> always);
  }

  public void say(Function<String, Said> next) {
    script = next;
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    UnaryOperator<String> decode = text -> URLDecoder.decode(text, StandardCharsets.UTF_8);
    Said said = script.apply(body.startsWith("{") ? body : decode.apply(body));
    byte[] bytes = said.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", said.contentType());
    exchange.sendResponseHeaders(said.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
