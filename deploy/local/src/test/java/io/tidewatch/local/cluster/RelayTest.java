package io.tidewatch.local.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelayTest {
  private static final byte[] OTHER_LOOPBACK = {127, 0, 0, 2};

  private final HttpClient client = HttpClient.newHttpClient();
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  private Relay relay() throws IOException {
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return Relay.open(InetAddress.getByAddress(OTHER_LOOPBACK), url);
  }

  private HttpResponse<String> post(URI url, String body) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(url).POST(BodyPublishers.ofString(body)).build();
    return client.send(request, BodyHandlers.ofString());
  }

  @Test
  void what_is_sent_to_the_other_address_is_answered_by_the_server() throws Exception {
    try (Relay relay = relay()) {
      assertEquals("127.0.0.2", relay.url().getHost());
      String large = "x".repeat(300_000);
      for (String body : new String[] {"a", large, "b"}) {
        assertEquals(body, post(relay.url().resolve("/any"), body).body());
      }
    }
  }

  @Test
  void one_caller_that_breaks_off_leaves_the_others_theirs() throws Exception {
    try (Relay relay = relay()) {
      for (int i = 0; i < 20; i++) {
        new Socket(relay.url().getHost(), relay.url().getPort()).close();
      }
      assertEquals("still there", post(relay.url(), "still there").body());
    }
  }

  @Test
  void nobody_is_passed_on_once_it_is_closed() throws Exception {
    Relay relay = relay();
    relay.close();
    assertThrows(ConnectException.class, () -> post(relay.url(), "late"));
  }
}
