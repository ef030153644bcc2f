package io.tidewatch.operator.incident;

import static io.tidewatch.operator.incident.TestingIncidents.leak;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.operator.incident.Incident.Severity;
import io.tidewatch.operator.incident.IncidentConfig.Webhook;
import io.tidewatch.source.ApiAccess;
import io.tidewatch.source.ApiPost;
import io.tidewatch.source.ApiPost.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What servers do to us, over real connections; hours pass by the test's clock. */
class WebhookReceiverTest {
  private static final Duration SHORT = Duration.ofSeconds(1);

  @TempDir Path directory;
  private final ScriptedReceiver server = new ScriptedReceiver();
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void close() {
    end.countDown();
    server.close();
  }

  @Test
  void an_hour_of_500_ends_with_one_document_of_what_is_the_case_then() {
    TestingDesk desk = new TestingDesk(directory.resolve("state"), webhook());
    server.answer(ScriptedReceiver.text(500, "out of order"));
    for (int i = 0; i < 6; i++) {
      desk.pass(Duration.ofMinutes(10), leak("web-1", Severity.WARNING, List.of("try " + i)));
    }
    assertTrue(server.posts().size() <= 40, "tries: " + server.posts().size());
    assertEquals(
        "status 500: out of order", desk.desk().view().at("/receivers/0/problem").asText());
    int failed = server.posts().size();
    server.answer(ScriptedReceiver.status(204));
    desk.pass(Duration.ofMinutes(6), leak("web-1", Severity.WARNING, List.of("try 5")));
    assertEquals(failed + 1, server.posts().size());
    JsonNode told = server.posts().get(failed).json();
    assertEquals(1, told.path("incidents").size());
    assertEquals("[\"try 5\"]", told.at("/incidents/0/done").toString());
    assertTrue(desk.desk().view().at("/receivers/0/problem").isMissingNode());
  }

  @Test
  void who_asks_for_patience_is_not_asked_before() {
    TestingDesk desk = new TestingDesk(directory.resolve("state"), webhook());
    server.answer(
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", "900");
          exchange.sendResponseHeaders(429, -1);
        });
    desk.pass(Duration.ofMinutes(14), leak("web-1", Severity.WARNING));
    assertEquals(1, server.posts().size());
    server.answer(ScriptedReceiver.status(200));
    desk.pass(Duration.ofMinutes(2), leak("web-1", Severity.WARNING));
    assertEquals(2, server.posts().size());
  }

  @Test
  void a_server_that_hangs_holds_up_nobody_else() {
    TestingReceiver other = TestingReceiver.webhook("other");
    TestingDesk desk = new TestingDesk(directory.resolve("state"), webhook(), other);
    server.answer(exchange -> await());
    desk.report(leak("web-1", Severity.WARNING));
    desk.turn();
    assertEquals(1, other.open().size());
    assertEquals("no answer within 1 s", problem(desk));
  }

  @Test
  void an_answer_that_never_ends_is_an_answer_all_the_same() {
    server.answer(
        exchange -> {
          exchange.sendResponseHeaders(503, 0);
          exchange.getResponseBody().write('x');
          exchange.getResponseBody().flush();
          await();
        });
    ApiPost.Answer answer = send();
    assertEquals(Verdict.LATER, answer.verdict());
    assertTrue(answer.text().startsWith("status 503"), answer.text());
  }

  @Test
  void nonsense_redirects_and_refusals_are_told_and_tried_again() {
    for (int status : List.of(302, 400, 401, 404, 413)) {
      server.answer(ScriptedReceiver.text(status, "<html>\u0000go\naway</html>"));
      ApiPost.Answer answer = send();
      assertEquals(Verdict.REFUSED, answer.verdict());
      assertEquals("status " + status + ": <html> go away</html>", answer.text());
    }
    server.close();
    ApiPost.Answer answer = send();
    assertEquals(Verdict.LATER, answer.verdict());
    assertEquals("no connection: ConnectException", answer.text());
  }

  @Test
  void a_document_is_signed_with_the_key_of_that_day() throws IOException {
    Path key = Files.writeString(directory.resolve("key"), "monday\n");
    Receiver signing = webhook(new WebhookAddress.Plain(server.url()), access(), Optional.of(key));
    send(signing);
    Files.writeString(key, "tuesday");
    send(signing);
    assertSigned("monday", server.posts().get(0));
    assertSigned("tuesday", server.posts().get(1));
    Files.delete(key);
    ApiPost.Answer without = send(signing);
    assertEquals(Verdict.LATER, without.verdict());
    assertEquals(2, server.posts().size(), "unsigned it is not sent");
  }

  @Test
  void tokens_and_secret_addresses_are_read_anew_and_never_shown() throws IOException {
    Path token = Files.writeString(directory.resolve("token"), "one");
    Path url = Files.writeString(directory.resolve("url"), server.url() + "?key=hunter2\n");
    Receiver hidden =
        webhook(
            new WebhookAddress.InFile(url), access().withBearerTokenFile(token), Optional.empty());
    send(hidden);
    Files.writeString(token, "two");
    send(hidden);
    assertEquals("/hook?key=hunter2", server.posts().get(0).path());
    assertEquals("Bearer one", server.posts().get(0).header("Authorization"));
    assertEquals("Bearer two", server.posts().get(1).header("Authorization"));
    server.close();
    assertFalse(send(hidden).text().contains("hunter2"));
    Files.writeString(token, "hunter2\nhunter2");
    assertEquals(Verdict.LATER, send(hidden).verdict());
    assertFalse(send(hidden).text().contains("hunter2"));
    Files.writeString(url, "no address, but hunter2");
    assertFalse(send(hidden).text().contains("hunter2"));
  }

  private static void assertSigned(String key, ScriptedReceiver.Post post) {
    byte[] body = post.body().getBytes(StandardCharsets.UTF_8);
    byte[] expected = Secrets.hmac(key.getBytes(StandardCharsets.UTF_8), body);
    assertEquals(
        "sha256=" + HexFormat.of().formatHex(expected), post.header("X-Tidewatch-Signature"));
  }

  private static String problem(TestingDesk desk) {
    return desk.desk().view().at("/receivers/0/problem").asText();
  }

  private ApiPost.Answer send() {
    return send(webhook());
  }

  private static ApiPost.Answer send(Receiver receiver) {
    Episode episode = AlertsTest.opened(leak("web-1", Severity.WARNING));
    return receiver.deliver(List.of(episode), TestingIncidents.NOON);
  }

  private Receiver webhook() {
    return webhook(new WebhookAddress.Plain(server.url()), access(), Optional.empty());
  }

  private static Receiver webhook(WebhookAddress address, ApiAccess access, Optional<Path> key) {
    return new Webhook("people", Severity.INFO, address, access, key)
        .receiver(Links.none(), Map.of());
  }

  private static ApiAccess access() {
    return ApiAccess.open().withTimeout(SHORT);
  }

  private void await() {
    try {
      end.await();
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }
}
