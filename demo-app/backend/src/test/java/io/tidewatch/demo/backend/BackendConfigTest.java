package io.tidewatch.demo.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BackendConfigTest {
  @Test
  void anEmptyEnvironmentGivesTheDefaults() {
    BackendConfig config = BackendConfig.from(Map.of());

    assertEquals(8080, config.port());
    assertEquals(8081, config.managementPort());
    assertEquals(10, config.width());
    assertEquals(Duration.ofSeconds(1), config.hold());
    assertEquals(20, config.queue());
    assertEquals(20, config.requestsPerConnection());
    assertEquals(new HostAndPort("redis-primary", 6379), config.primary());
    assertEquals(new HostAndPort("redis-replica", 6379), config.replica());
    assertFalse(config.faults());
  }

  @Test
  void everyKeyIsRead() {
    BackendConfig config =
        BackendConfig.from(
            Map.ofEntries(
                Map.entry("HOSTNAME", "backend-1"),
                Map.entry("DEMO_PORT", "1"),
                Map.entry("DEMO_MANAGEMENT_PORT", "2"),
                Map.entry("DEMO_WIDTH", "3"),
                Map.entry("DEMO_HOLD_MS", "4"),
                Map.entry("DEMO_QUEUE", "5"),
                Map.entry("DEMO_REQUESTS_PER_CONNECTION", "6"),
                Map.entry("DEMO_REDIS_PRIMARY", "a:7"),
                Map.entry("DEMO_REDIS_REPLICA", "b:8"),
                Map.entry("DEMO_REDIS_TIMEOUT_MS", "9"),
                Map.entry("DEMO_DRAIN_MS", "10"),
                Map.entry("DEMO_LOG_EVERY", "11"),
                Map.entry("DEMO_FAULTS", "enabled"),
                Map.entry("DEMO_STATE_DIR", "/elsewhere")));

    BackendConfig expected =
        new BackendConfig(
            "backend-1",
            1,
            2,
            3,
            Duration.ofMillis(4),
            5,
            6,
            new HostAndPort("a", 7),
            new HostAndPort("b", 8),
            Duration.ofMillis(9),
            Duration.ofMillis(10),
            11,
            true,
            Path.of("/elsewhere"));
    assertEquals(expected, config);
  }

  @Test
  void everyBadKeyIsNamedAtOnce() {
    UserError error =
        assertThrows(
            UserError.class,
            () ->
                BackendConfig.from(
                    Map.of(
                        "DEMO_WIDTH", "0",
                        "DEMO_QUEUE", "many",
                        "DEMO_REDIS_PRIMARY", "no-port",
                        "DEMO_REDIS_REPLICA", "host:99999",
                        "DEMO_FAULTS", "yes",
                        "DEMO_WIDHT", "10")));

    for (String key :
        new String[] {
          "DEMO_WIDTH=0",
          "DEMO_QUEUE=many",
          "DEMO_REDIS_PRIMARY=no-port",
          "DEMO_REDIS_REPLICA=host:99999",
          "DEMO_FAULTS=yes",
          "DEMO_WIDHT is not a setting"
        }) {
      assertTrue(error.getMessage().contains(key), error.getMessage());
    }
  }

  @Test
  void theVariablesOfOtherProgramsDoNotMatter() {
    assertEquals(8080, BackendConfig.from(Map.of("PATH", "/bin", "PORT", "x")).port());
  }
}
