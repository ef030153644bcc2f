package io.tidewatch.serving;

import static io.tidewatch.serving.TestingServer.json;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidewatch.domain.UserException;
import io.tidewatch.processes.TestingAuthority;
import io.tidewatch.serving.http.HttpLimits;
import io.tidewatch.serving.http.HttpSettings;
import io.tidewatch.source.ApiAccess;
import io.tidewatch.source.ApiCall;
import io.tidewatch.source.Door;
import io.tidewatch.source.KeyFiles;
import io.tidewatch.source.TlsFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands between the network and the routes. */
class HttpGuardIT {
  private static final String WEB = "/predict/traffic?workload=shop/web";
  private static final String BODY = "{\"workloads\":[\"shop/web\"]}";
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofSeconds(1);

  @TempDir Path directory;
  private TestingShop shop;

  @BeforeEach
  void open() {
    shop = new TestingShop(directory);
  }

  @Test
  void only_who_has_the_token_of_the_file_is_let_in_and_probes_always_are() throws IOException {
    Path file = Files.writeString(directory.resolve("token"), "one\n");
    try (TestingServer server = shop.start(settings(Optional.of(file), Optional.empty(), 9))) {
      HttpResponse<String> nobody = server.get(WEB);
      assertEquals(401, nobody.statusCode());
      assertEquals("Bearer", nobody.headers().firstValue("WWW-Authenticate").orElseThrow());
      assertEquals("Unauthorized", json(nobody).at("/code").asText());
      assertEquals(200, server.get("/healthz").statusCode());
      assertEquals(401, server.get("/metrics").statusCode());
      assertEquals(401, with(server, "Basic b25l"));
      assertEquals(401, with(server, "Bearer on"));
      assertEquals(401, server.get("/no/such/path").statusCode(), "what there is is not told");
      assertEquals(200, with(server, "Bearer one"));
      Files.writeString(file, "two");
      await().until(() -> with(server, "Bearer two") == 200);
      assertEquals(401, with(server, "Bearer one"));
      Files.delete(file);
      await().until(() -> with(server, "Bearer two") == 503);
    }
  }

  @Test
  void with_tls_who_shows_a_certificate_is_let_in_and_a_renewed_pair_is_taken_over()
      throws Exception {
    TestingAuthority authority =
        new TestingAuthority(directory)
            .authority("ca")
            .signed("first", "ca", "ip:127.0.0.1")
            .signed("second", "ca", "ip:127.0.0.1");
    Path ca = authority.certificate(directory.resolve("ca.crt"), "ca");
    KeyFiles pair = pair(authority, "first");
    TlsFiles tls = new TlsFiles(Optional.of(pair), Optional.of(ca));
    Door door = new Door("127.0.0.1", 0, Optional.empty(), true, Optional.of(tls));
    HttpLimits limits = new HttpLimits(9, 4, 1 << 20, LONG, LONG, SHORT);
    ApiAccess trusting = ApiAccess.open().withCaFile(ca);
    try (TestingServer server = shop.unasked(new HttpSettings(door, Optional.empty(), limits))) {
      ApiCall nobody = new ApiCall("serving", server.url(), trusting);
      assertEquals(200, ask(nobody.at("/healthz")).statusCode());
      assertEquals(200, ask(nobody.at("/metrics")).statusCode(), "they are open here");
      assertEquals(401, ask(nobody.at(WEB)).statusCode());
      ApiCall known = new ApiCall("serving", server.url(), trusting.withIdentity(pair));
      await().until(() -> ask(known.at(WEB)).statusCode() == 200);
      int port = server.url().getPort();
      assertEquals("CN=first", authority.shown(port, "ca"));
      pair(authority, "second");
      await().until(() -> authority.shown(port, "ca").equals("CN=second"));
      assertEquals(200, ask(known.at(WEB)).statusCode());
    }
  }

  private KeyFiles pair(TestingAuthority authority, String alias) throws Exception {
    return new KeyFiles(
        authority.certificate(directory.resolve("tls.crt"), alias),
        authority.key(directory.resolve("tls.key"), alias));
  }

  private static HttpResponse<String> ask(ApiCall call) throws Exception {
    return call.send(HttpRequest.newBuilder(call.url()).timeout(LONG));
  }

  @Test
  void a_token_file_without_a_token_stops_the_start() throws IOException {
    Path file = Files.writeString(directory.resolve("token"), "\n");
    UserException refused =
        assertThrows(
            UserException.class,
            () -> shop.start(settings(Optional.of(file), Optional.empty(), 9)));
    assertTrue(refused.getMessage().contains("--token-file"), refused.getMessage());
  }

  @Test
  void each_request_has_a_name_and_a_line_in_the_access_log_without_secrets() throws IOException {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    try (TestingServer server = shop.start(settings(Optional.empty(), Optional.of(log), 9))) {
      String own = "checkout-7:42";
      assertEquals(own, named(server, own));
      assertFalse(named(server, "two words").contains(" "));
      assertTrue(named(server, "x".repeat(65)).matches("[0-9a-f]{8}-[0-9a-f]{8}"));
      server.send(
          "POST",
          "/predict/traffic?token=s3cret",
          BodyPublishers.ofString("{\"password\":\"s3cret\"}"),
          "Authorization",
          "Bearer s3cret");
      server.raw("GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    }
    String lines = log.toString(StandardCharsets.UTF_8);
    assertFalse(lines.contains("s3cret"), lines);
    JsonNode first = line(lines, "checkout-7:42");
    assertEquals("GET", first.at("/method").asText());
    assertEquals("/predict/traffic", first.at("/path").asText());
    assertEquals(200, first.at("/status").asInt());
    assertTrue(first.at("/bytes").asInt() > 1_000 && first.at("/micros").asLong() > 0);
    assertTrue(lines.lines().anyMatch(line -> line.contains("\"status\":400")), lines);
  }

  @Test
  void what_is_too_much_at_once_is_refused_at_once_and_probes_are_answered() throws IOException {
    try (TestingServer server = shop.start(settings(Optional.empty(), Optional.empty(), 1));
        RawConnection slow = server.open(post(BODY.length()) + BODY.substring(0, 5))) {
      await().until(() -> server.get(WEB).statusCode() == 429);
      HttpResponse<String> refused = server.get(WEB);
      assertEquals("TooBusy", json(refused).at("/code").asText());
      assertEquals("1", refused.headers().firstValue("Retry-After").orElseThrow());
      assertEquals(200, server.get("/readyz").statusCode());
      assertEquals(200, server.get("/metrics").statusCode());
      slow.send(BODY.substring(5));
      assertEquals(200, RawConnection.status(slow.rest()));
      await().until(() -> server.get(WEB).statusCode() == 200);
    }
  }

  @Test
  void a_body_that_stops_or_drips_is_given_up_and_a_caller_that_hangs_up_harms_nobody()
      throws Exception {
    Duration soon = Duration.ofMillis(300);
    HttpLimits hasty = new HttpLimits(9, 9, 1 << 20, soon, soon, SHORT);
    HttpSettings settings =
        new HttpSettings("127.0.0.1", 0, Optional.empty(), Optional.empty(), hasty);
    try (TestingServer server = shop.start(settings)) {
      String stopped = server.raw(post(500) + "{");
      assertEquals(408, RawConnection.status(stopped), stopped);
      assertTrue(stopped.contains("\"RequestTimeout\""), stopped);
      try (RawConnection drip = server.open(post(500) + "{")) {
        assertEquals(408, RawConnection.status(drip.restWhileSending(" ")));
      }
      server.open(post(500) + "{").close();
      assertEquals(200, server.get(WEB).statusCode());
    }
  }

  @Test
  void a_request_under_way_is_answered_before_the_server_ends() throws Exception {
    HttpLimits patient = new HttpLimits(9, 4, 1 << 20, LONG, LONG, Duration.ofSeconds(10));
    TestingServer server =
        shop.start(new HttpSettings("127.0.0.1", 0, Optional.empty(), Optional.empty(), patient));
    try (RawConnection under = server.open(post(BODY.length()) + BODY.substring(0, 5))) {
      await().until(() -> server.get("/metrics").statusCode() == 200);
      Thread ending = new Thread(server::close, "ending");
      ending.start();
      await().until(() -> isGone(server));
      assertTrue(ending.isAlive(), "it waits for the request");
      under.send(BODY.substring(5));
      String answer = under.rest();
      assertEquals(200, RawConnection.status(answer), answer);
      assertTrue(answer.contains("\"forecasts\":[{"), answer);
      ending.join(LONG.toMillis());
      assertFalse(ending.isAlive());
    } finally {
      server.close();
    }
  }

  private static boolean isGone(TestingServer server) throws IOException {
    try (RawConnection another =
        server.open("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")) {
      String answer = another.rest();
      return answer.isEmpty() || RawConnection.status(answer) == 503;
    } catch (ConnectException closed) {
      return true;
    }
  }

  private static int with(TestingServer server, String authorization) {
    return server
        .send("GET", WEB, BodyPublishers.noBody(), "Authorization", authorization)
        .statusCode();
  }

  private static String named(TestingServer server, String id) {
    return server
        .send("GET", WEB, BodyPublishers.noBody(), "X-Request-Id", id)
        .headers()
        .firstValue("X-Request-Id")
        .orElseThrow();
  }

  private static JsonNode line(String lines, String id) throws IOException {
    String found = lines.lines().filter(line -> line.contains(id)).findFirst().orElseThrow();
    return JsonMapper.builder().build().readTree(found);
  }

  private static String post(int length) {
    return "POST /predict/traffic HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        + "Content-Length: %d\r\n\r\n".formatted(length);
  }

  private static HttpSettings settings(
      Optional<Path> token, Optional<ByteArrayOutputStream> log, int inFlight) {
    HttpLimits limits = new HttpLimits(inFlight, 4, 1 << 20, LONG, LONG, SHORT);
    return new HttpSettings("127.0.0.1", 0, token, log.map(out -> out), limits);
  }
}
