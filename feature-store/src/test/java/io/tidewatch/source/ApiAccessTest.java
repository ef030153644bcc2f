package io.tidewatch.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiAccessTest {
  @Test
  void two_logins_at_once_are_refused() {
    ApiAccess token = ApiAccess.open().withBearerTokenFile(Path.of("token"));
    var login = new PrometheusEndpoint.BasicLogin("ali", Path.of("password"));
    assertThrows(UserException.class, () -> token.withBasic(login));
  }

  @Test
  void a_header_that_cannot_be_sent_is_refused_without_its_value() {
    UserException refused =
        assertThrows(
            UserException.class, () -> ApiAccess.open().withHeader("X Token", "secret-value"));
    assertTrue(refused.problem().contains("X Token"), refused.problem());
    assertFalse(refused.getMessage().contains("secret-value"), refused.getMessage());
    assertThrows(UserException.class, () -> ApiAccess.open().withHeader("Host", "elsewhere"));
  }

  @Test
  void fewer_than_one_call_at_once_is_refused() {
    assertThrows(UserException.class, () -> ApiAccess.open().withCallsAtOnce(0));
  }

  @Test
  void a_tenant_is_one_more_header() {
    LokiEndpoint loki =
        LokiEndpoint.parse("http://loki:3100")
            .with(ApiAccess.open().withHeader("X-Team", "web"))
            .withTenant("shop");
    assertEquals(Map.of("X-Team", "web", "X-Scope-OrgID", "shop"), loki.access().headers());
  }
}
