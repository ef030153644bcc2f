package io.tidewatch.spark.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LokiOptionsTest {
  @Test
  void tenant_login_and_masks_are_read() {
    LokiOptions options =
        options(
            Map.of(
                "tenant", "shop",
                "bearerTokenFile", "/run/token",
                "timeoutSeconds", "9",
                "mask.customer", "C-[0-9]+"));
    assertEquals("shop", options.endpoint().access().headers().get("X-Scope-OrgID"));
    assertEquals(Duration.ofSeconds(9), options.endpoint().access().timeout());
    assertEquals("of <customer>, <email>", options.masking().mask("of C-17, a@b.example"));
  }

  @ParameterizedTest
  @CsvSource({"urls,http://x", "mask.customer,[", "mask.,x", "maxSecondsPerBatch,59", "url,loki"})
  void what_is_misspelt_or_malformed_is_refused(String option, String value) {
    UserException refused = assertThrows(UserException.class, () -> options(Map.of(option, value)));
    assertTrue(refused.remedy().length() > 5, refused.getMessage());
  }

  @Test
  void a_catalogue_without_logs_is_refused() {
    Map<String, String> bare =
        Map.of("url", "http://127.0.0.1:3100", "catalogue", TestingCatalogue.YAML);
    UserException refused =
        assertThrows(UserException.class, () -> LokiOptions.of(new CaseInsensitiveStringMap(bare)));
    assertTrue(refused.reason().contains("no logs"), refused.getMessage());
  }

  private static LokiOptions options(Map<String, String> more) {
    Map<String, String> all = new HashMap<>();
    all.put("url", "http://127.0.0.1:3100");
    all.put("catalogue", TestingCatalogue.YAML + TestingCatalogue.LOGS);
    all.putAll(more);
    return LokiOptions.of(new CaseInsensitiveStringMap(all));
  }
}
