package io.tidewatch.mlflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real server seldom does: fail, be busy, talk nonsense. */
class ScriptedAnswersTest {

  @TempDir Path directory;
  private ScriptedServer server;
  private ModelRegistry registry;

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedServer();
    registry =
        ModelRegistry.connect(
            MlflowSettings.of(server.url()),
            new Backoff(3, Duration.ofMillis(1)),
            MlflowConnection.REST);
  }

  @AfterEach
  void stop() {
    registry.close();
    server.close();
  }

  @Test
  void a_recorded_alias_is_understood() throws Exception {
    server.thenRecorded("45-alias-get");
    ModelVersion version = registry.byAlias("churn", "champion").orElseThrow();
    assertEquals("churn version 1", version.toString());
    assertEquals("v", version.tags().get("k"));
    assertEquals(
        "GET /api/2.0/mlflow/registered-models/alias?alias=champion&name=churn",
        server.requests().get(0));
  }

  @Test
  void a_missing_alias_is_empty() throws Exception {
    server.thenRecorded("48-alias-get-absent");
    assertEquals(Optional.empty(), registry.byAlias("churn", "challenger"));
  }

  @Test
  void a_server_that_keeps_failing_is_told_with_its_status() {
    for (int i = 0; i < 10; i++) {
      server.then(500, "<html>Internal Server Error</html>");
    }
    UserException e = assertThrows(UserException.class, () -> registry.aliases("churn"));
    assertTrue(e.reason().contains("status 500"), e.getMessage());
  }

  @Test
  void an_answer_that_is_no_json_means_another_server() {
    server.then(200, "<html>Welcome to nginx</html>");
    UserException e = assertThrows(UserException.class, () -> registry.aliases("churn"));
    assertTrue(e.problem().contains("is not MLflow"), e.getMessage());
    assertTrue(e.remedy().contains("MLFLOW_TRACKING_URI"), e.getMessage());
  }

  @Test
  void a_forbidden_call_tells_the_servers_reason() throws Exception {
    server.thenRecorded("66-bad-host-header-api");
    UserException e = assertThrows(UserException.class, () -> registry.aliases("churn"));
    assertTrue(e.reason().contains("Invalid Host header"), e.getMessage());
    assertTrue(e.remedy().contains("--allowed-hosts"), e.getMessage());
  }

  @Test
  void a_busy_artifact_store_is_asked_again() throws Exception {
    server.then(429, "slow down").then(503, "").then(200, "content");
    Path target = directory.resolve("file");
    registry.artifacts().get("1/run/artifacts/a file", target);
    assertEquals("content", Files.readString(target));
    assertEquals(3, server.requests().size());
    assertEquals(
        "GET /api/2.0/mlflow-artifacts/artifacts/1/run/artifacts/a%20file",
        server.requests().get(0));
  }

  @Test
  void an_artifact_store_that_stays_busy_is_given_up() throws Exception {
    server.then(503, "").then(503, "").then(503, "").then(200, "too late");
    Path file = Files.writeString(directory.resolve("file"), "content");
    UserException e =
        assertThrows(UserException.class, () -> registry.artifacts().put("1/x", file));
    assertTrue(e.reason().contains("status 503"), e.getMessage());
    assertEquals(3, server.requests().size());
  }

  @Test
  void a_missing_artifact_is_not_asked_for_again() {
    server.then(404, "{}");
    UserException e = assertThrows(UserException.class, () -> registry.artifacts().read("1/x"));
    assertTrue(e.remedy().contains("register the model again"), e.getMessage());
    assertEquals(1, server.requests().size());
  }

  @Test
  void artifacts_that_the_server_does_not_hand_out_are_refused() {
    UserException e =
        assertThrows(UserException.class, () -> ArtifactStore.path("s3://bucket/1/run"));
    assertTrue(e.remedy().contains("--serve-artifacts"), e.getMessage());
    assertEquals("1/r/artifacts", ArtifactStore.path("mlflow-artifacts:/1/r/artifacts"));
    assertEquals("1/r", ArtifactStore.path("mlflow-artifacts://host:80/1/r"));
  }
}
