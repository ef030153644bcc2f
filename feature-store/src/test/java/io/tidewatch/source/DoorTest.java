package io.tidewatch.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DoorTest {
  private static final Optional<Path> FILE = Optional.of(Path.of("file"));

  @Test
  void a_door_to_other_machines_wants_a_token_or_the_users_word() {
    for (String host : new String[] {"0.0.0.0", "192.0.2.7", "::", "no.such.host.invalid"}) {
      Door open = Door.open(host, 0);
      UserException refused = assertThrows(UserException.class, () -> open.guarded(false));
      assertTrue(refused.remedy().contains("--token-file"), refused.remedy());
      assertEquals(open, open.guarded(true));
      Door token = new Door(host, 0, FILE, false, Optional.empty());
      assertEquals(token, token.guarded(false));
      Door mutual = new Door(host, 0, Optional.empty(), false, Door.tls(FILE, FILE, FILE));
      assertEquals(mutual, mutual.guarded(false));
      Door encrypted =
          new Door(host, 0, Optional.empty(), false, Door.tls(FILE, FILE, Optional.empty()));
      assertThrows(UserException.class, () -> encrypted.guarded(false));
    }
  }

  @Test
  void a_door_of_this_machine_may_be_open() {
    for (String host : new String[] {"127.0.0.1", "localhost", "::1"}) {
      assertEquals("http", Door.open(host, 0).guarded(false).scheme());
    }
  }

  @Test
  void probes_are_for_everybody_and_metrics_if_they_are_told_to_be() {
    Door door = new Door("127.0.0.1", 0, FILE, false, Optional.empty());
    assertTrue(door.isOpen("/healthz") && door.isOpen("/readyz"));
    assertFalse(door.isOpen("/metrics") || door.isOpen("/") || door.isOpen("/healthz/"));
    assertTrue(new Door("127.0.0.1", 0, FILE, true, Optional.empty()).isOpen("/metrics"));
  }

  @Test
  void half_a_pair_and_authorities_without_a_certificate_of_ours_are_refused() {
    Optional<Path> none = Optional.empty();
    assertEquals(Optional.empty(), Door.tls(none, none, none));
    assertThrows(UserException.class, () -> Door.tls(FILE, none, none));
    assertThrows(
        UserException.class, () -> new Door("::1", 0, none, false, Door.tls(none, none, FILE)));
  }
}
