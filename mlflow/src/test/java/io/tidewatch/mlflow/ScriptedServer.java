package io.tidewatch.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Answers from a script, in order, and fails the call beyond its end. */
final class ScriptedServer implements AutoCloseable {

  private record Reply(int status, String body) {}

  private final HttpServer server;
  private final Deque<Reply> script = new ArrayDeque<>();
  private final List<String> requests = new ArrayList<>();

  ScriptedServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  ScriptedServer then(int status, String body) {
    script.add(new Reply(status, body));
    return this;
  }

  /** What a real server (MLflow 3.11) said, as it was recorded. */
  ScriptedServer thenRecorded(String name) throws IOException {
    try (InputStream in = ScriptedServer.class.getResourceAsStream("/wire/" + name + ".json")) {
      JsonNode response = Json.MAPPER.readTree(in).path("response");
      String body =
          response.has("body_raw")
              ? Json.text(response, "body_raw")
              : Json.text(response, "body_text");
      return then(response.path("status").asInt(), body);
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Method and path of each request so far. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    exchange.getRequestBody().readAllBytes();
    Reply reply = script.isEmpty() ? new Reply(418, "{}") : script.remove();
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
