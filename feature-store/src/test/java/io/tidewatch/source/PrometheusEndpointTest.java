package io.tidewatch.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidewatch.domain.UserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusEndpointTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "prometheus:9090",
        "ftp://host",
        "http:///x",
        "http://host?x=1",
        "http://host/#graph"
      })
  void what_is_no_address_is_refused(String text) {
    assertThrows(UserException.class, () -> PrometheusEndpoint.parse(text));
  }

  @Test
  void a_login_in_the_address_is_refused_and_not_repeated() {
    UserException refused =
        assertThrows(
            UserException.class, () -> PrometheusEndpoint.parse("http://me:secret@host:9090"));
    assertFalse(refused.getMessage().contains("secret"), refused.getMessage());
  }

  @Test
  void a_path_prefix_is_kept_with_or_without_its_slash() {
    assertEquals(
        "https://host/prom/api/v1/query",
        PrometheusEndpoint.parse("https://host/prom").api("query").toString());
    assertEquals(
        "https://host/prom/api/v1/query",
        PrometheusEndpoint.parse(" https://host/prom/ ").api("query").toString());
  }
}
