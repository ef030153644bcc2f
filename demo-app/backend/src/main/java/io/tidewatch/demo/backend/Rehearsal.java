package io.tidewatch.demo.backend;

import io.tidewatch.demo.backend.data.RedisStore;
import io.tidewatch.demo.backend.telemetry.JsonLog;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Starts, answers each kind of request once and ends, so that the JVM sees, and may archive, every
 * class of a start (AppCDS).
 */
final class Rehearsal {
  private static final List<String> API =
      List.of("/api/health", "/api/data", "/api/heavy?ms=1", "/api/nothing");
  private static final List<String> MANAGEMENT =
      List.of("/readyz", "/livez", "/metrics", "/faults");
  private static final Map<String, String> SETTINGS =
      Map.of(
          "DEMO_PORT", "0",
          "DEMO_MANAGEMENT_PORT", "0",
          "DEMO_HOLD_MS", "0",
          "DEMO_LOG_EVERY", "1",
          "DEMO_REDIS_PRIMARY", "127.0.0.1:1",
          "DEMO_REDIS_REPLICA", "127.0.0.1:1",
          "DEMO_FAULTS", "enabled",
          "DEMO_STATE_DIR", "/tmp/rehearsal");

  private final JsonLog log;
  private final Clock clock;

  Rehearsal(JsonLog log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  void run() throws IOException {
    BackendConfig config = BackendConfig.from(SETTINGS);
    RedisStore store = new RedisStore(config.primary(), config.replica(), Duration.ofMillis(200));
    try (Backend backend = new Backend(config, store, log, clock, () -> {})) {
      backend.start();
      for (String path : API) {
        get(backend.port(), path);
      }
      for (String path : MANAGEMENT) {
        get(backend.managementPort(), path);
      }
    }
  }

  private static void get(int port, String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
    try (InputStream body =
        connection.getResponseCode() < HttpURLConnection.HTTP_BAD_REQUEST
            ? connection.getInputStream()
            : connection.getErrorStream()) {
      body.readAllBytes();
    }
  }
}
