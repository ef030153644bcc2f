package io.tidewatch.demo.load;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.demo.trace.UserError;
import org.junit.jupiter.api.Test;

class TargetTest {
  @Test
  void a_target_has_a_name_and_an_address_to_which_the_path_is_appended() {
    Target target = Target.parse("hpa=http://10.96.0.7:8080/", "/api/data?x=1");

    assertEquals("hpa", target.name());
    assertEquals("http://10.96.0.7:8080/api/data?x=1", target.address().toString());
  }

  @Test
  void what_is_no_target_is_refused() {
    for (String text : new String[] {"http://h", "=http://h", "a=h:80", "a=ftp://h", "a=http://"}) {
      assertThrows(UserError.class, () -> Target.parse(text, "/"), text);
    }
    assertThrows(UserError.class, () -> Target.parse("a=http://h", "api"));
  }

  @Test
  void private_and_loopback_addresses_are_driven_and_no_others() {
    for (String host :
        new String[] {
          "127.0.0.1", "[::1]", "10.244.1.7", "172.16.0.1", "192.168.1.1", "[fd00::1]"
        }) {
      assertDoesNotThrow(() -> PrivateOnly.check(Target.parse("a=http://" + host, "/")), host);
    }
    for (String host : new String[] {"8.8.8.8", "172.32.0.1", "0.0.0.0", "[2001:db8::1]"}) {
      UserError error =
          assertThrows(
              UserError.class, () -> PrivateOnly.check(Target.parse("a=http://" + host, "/")));
      assertTrue(error.getMessage().contains("--allow-public"), error::getMessage);
    }
  }
}
