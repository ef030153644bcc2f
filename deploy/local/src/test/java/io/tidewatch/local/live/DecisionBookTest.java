package io.tidewatch.local.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.tidewatch.processes.ProcessException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DecisionBookTest {
  private final List<HttpServer> servers = new ArrayList<>();
  private int asked;
  private Optional<URI> leader = Optional.empty();
  private final DecisionBook book =
      new DecisionBook(
          () -> {
            asked++;
            return leader;
          },
          Side.AGAINST_EACH_OTHER.get(1));

  @AfterEach
  void end() {
    servers.forEach(server -> server.stop(0));
  }

  /** A controller that has made some decisions, one a step, and counts them from 1. */
  private URI controller(int first, int count) throws IOException {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode decisions = answer.putArray("decisions");
    for (int i = 0; i < count; i++) {
      decisions.add(TestingLive.line(1 + i, 12 * (first + i), true, 2, 2));
    }
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] body = answer.toString().getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/decisions",
        exchange -> {
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    servers.add(server);
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private int known() {
    return book.between(TestingLive.FROM, TestingLive.FROM.plusSeconds(86_400)).size();
  }

  @Test
  void another_leader_is_looked_for_when_one_is_gone_and_what_it_decides_is_added()
      throws IOException {
    leader = Optional.of(controller(0, 3));
    book.look();
    assertEquals(3, known());
    servers.get(0).stop(0);
    leader = Optional.of(controller(3, 2));
    book.look();
    book.look();
    assertEquals(5, known());
  }

  @Test
  void a_leader_with_no_news_is_asked_again_before_another_is_looked_for() throws IOException {
    leader = Optional.of(controller(0, 1));
    for (int i = 0; i < 6; i++) {
      book.look();
    }
    assertEquals(1, asked);
    book.look();
    book.look();
    assertEquals(2, asked);
  }

  @Test
  void while_nobody_leads_or_can_be_asked_nothing_is_known_and_nothing_ends() {
    book.look();
    assertTrue(book.newest().isEmpty());
    DecisionBook away =
        new DecisionBook(
            () -> {
              throw new ProcessException("kubectl failed", "no API server", "start it");
            },
            Side.AGAINST_EACH_OTHER.get(1));
    away.look();
    assertTrue(away.incidents().isEmpty());
  }
}
