package io.tidewatch.spark.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusOptionsTest {
  private static final Map<String, String> LEAST =
      Map.of("url", "http://127.0.0.1:9090", "catalogue", TestingCatalogue.YAML);

  @Test
  void the_catalogue_gives_what_is_not_said() {
    PrometheusOptions options = options(Map.of());
    assertEquals(Duration.ofSeconds(30), options.settle());
    assertEquals(Duration.ofDays(4), options.longestBatch());
    assertEquals(Optional.empty(), options.from());
  }

  @Test
  void every_option_is_read() {
    PrometheusOptions options =
        options(
            Map.of(
                "from", "2026-11-24T16:00:00Z",
                "settle", "5",
                "maxSecondsPerBatch", "3600",
                "user", "ali",
                "passwordFile", "/run/secret",
                "header.X-Scope-OrgID", "shop",
                "timeoutSeconds", "9"));
    assertEquals(Optional.of(Instant.parse("2026-11-24T16:00:00Z")), options.from());
    assertEquals(Duration.ofSeconds(5), options.settle());
    assertEquals(Duration.ofHours(1), options.longestBatch());
    assertEquals(Map.of("X-Scope-OrgID", "shop"), options.endpoint().access().headers());
    assertEquals(Path.of("/run/secret"), options.endpoint().access().basic().get().passwordFile());
    assertEquals(Duration.ofSeconds(9), options.endpoint().access().timeout());
  }

  @Test
  void authorities_and_the_number_of_calls_are_read() {
    PrometheusOptions options =
        options(Map.of("url", "https://p:9090", "caFile", "/run/ca.pem", "concurrency", "2"));
    assertEquals(Optional.of(Path.of("/run/ca.pem")), options.endpoint().access().caFile());
    assertEquals(2, options.endpoint().access().callsAtOnce());
  }

  @ParameterizedTest
  @CsvSource({
    "urls,http://x",
    "from,yesterday",
    "settle,-1",
    "maxSecondsPerBatch,59",
    "catalogue,/no/such/file",
    "url,localhost",
    "user,ali",
    "caFile,ca.pem",
    "concurrency,0"
  })
  void what_is_misspelt_malformed_or_incomplete_is_refused(String option, String value) {
    UserException refused = assertThrows(UserException.class, () -> options(Map.of(option, value)));
    assertTrue(refused.remedy().length() > 10, refused.getMessage());
  }

  private static PrometheusOptions options(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(LEAST);
    all.putAll(more);
    return PrometheusOptions.of(new CaseInsensitiveStringMap(all));
  }
}
