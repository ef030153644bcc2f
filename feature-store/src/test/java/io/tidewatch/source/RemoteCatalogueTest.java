package io.tidewatch.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteCatalogueTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final String ONE = "queries: [ { name: demand, promql: x } ]\n";
  private static final String TWO = "queries: [ { name: demand, promql: y } ]\n";

  private final TestingPrometheus server = new TestingPrometheus();

  @TempDir Path folder;

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void what_is_served_is_kept_as_a_file_to_read() throws IOException {
    server.then(200, Map.of("ETag", "\"1\""), ONE);
    RemoteCatalogue.Fetched fetched = at(NOON).fetch();
    assertEquals(ONE, Files.readString(fetched.copy()));
    assertTrue(fetched.changed());
    assertEquals(Optional.empty(), fetched.warning());
  }

  @Test
  void what_has_not_changed_is_not_sent_again() throws IOException {
    server.then(200, Map.of("ETag", "\"1\""), ONE).then(304, "").then(200, TWO);
    at(NOON).fetch();
    assertFalse(at(NOON).fetch().changed());
    assertEquals("\"1\"", server.requests().get(1).header("If-none-match"));
    RemoteCatalogue.Fetched second = at(NOON).fetch();
    assertTrue(second.changed());
    assertEquals(TWO, Files.readString(second.copy()));
  }

  @Test
  void a_dead_controller_leaves_the_last_good_copy_with_a_warning_and_its_age() throws IOException {
    server.then(200, ONE).then(503, "down");
    at(NOON).fetch();
    RemoteCatalogue.Fetched old = at(NOON.plusSeconds(7 * 60)).fetch();
    assertEquals(ONE, Files.readString(old.copy()));
    assertTrue(old.warning().orElseThrow().contains("7 minutes old"), old.warning().get());
    assertTrue(old.warning().orElseThrow().contains("status 503"), old.warning().get());
  }

  @Test
  void without_a_copy_a_dead_controller_is_the_users_to_mend() {
    server.then(503, "down");
    UserException dead = assertThrows(UserException.class, () -> at(NOON).fetch());
    assertTrue(dead.problem().contains("the catalogue at " + server.url()), dead.problem());
  }

  @Test
  void a_document_that_cannot_be_read_never_replaces_one_that_can() throws IOException {
    server.then(200, ONE).then(200, "queries: [ { name: demand, promql: x, colour: red } ]");
    at(NOON).fetch();
    RemoteCatalogue.Fetched kept = at(NOON).fetch();
    assertEquals(ONE, Files.readString(kept.copy()));
    assertTrue(kept.warning().orElseThrow().contains("colour"), kept.warning().get());
  }

  @Test
  void a_refused_login_without_a_copy_says_what_to_give() {
    server.then(401, "who are you?");
    UserException refused = assertThrows(UserException.class, () -> at(NOON).fetch());
    assertTrue(refused.remedy().contains("bearer token"), refused.remedy());
  }

  @Test
  void a_file_stays_a_file_and_an_address_is_fetched() throws IOException {
    Path file = folder.resolve("catalogue.yaml");
    Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
    assertEquals(file, new CatalogueLocation(file.toString(), Map.of()).file(clock).copy());
    Path token = Files.writeString(folder.resolve("token"), "sesame");
    server.then(200, ONE);
    Map<String, String> environment =
        Map.of(
            "TIDEWATCH_CATALOGUE_COPIES",
            folder.resolve("copies").toString(),
            "TIDEWATCH_CATALOGUE_TOKEN_FILE",
            token.toString());
    String url = server.url() + "/catalogue";
    Path copy = new CatalogueLocation(url, environment).file(clock).copy();
    assertEquals(folder.resolve("copies"), copy.getParent());
    assertEquals("Bearer sesame", server.requests().get(0).header("Authorization"));
  }

  private RemoteCatalogue at(Instant now) {
    RetryPolicy once = new RetryPolicy(1, Duration.ZERO, Duration.ZERO, new SplittableRandom(1));
    return new RemoteCatalogue(
        server.url() + "/catalogue",
        ApiAccess.open(),
        once,
        folder.resolve("copies"),
        Clock.fixed(now, ZoneOffset.UTC));
  }
}
