package io.tidewatch.operator;

import static io.tidewatch.operator.ScalerStage.reason;
import static io.tidewatch.operator.ScalerStage.scaler;
import static io.tidewatch.operator.ScalerStage.series;
import static io.tidewatch.operator.ScalerStage.vector;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.lab.Lab;
import io.tidewatch.lab.LabNamespace;
import io.tidewatch.lab.LabSize;
import io.tidewatch.operator.TestingServer.Said;
import io.tidewatch.operator.crd.KubernetesAccess;
import io.tidewatch.operator.incident.IncidentConfig;
import io.tidewatch.source.ApiAccess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole controller in mode act on a real API server, at a clock sixty times as fast, by an
 * account that may do what acting through HPAs needs and no more.
 */
@Lab(LabSize.API)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ActingIT {
  private static final Path CRDS = Path.of("..", "..", "deploy", "crds");
  private static final int USERS_MIN = 2;
  private static final int USERS_TARGET = 60;
  private static final int TRUSTED_TARGET = 85;
  private static final String SPEC =
      """
      spec:
        scaleTargetRef: {name: web}
        mode: %s
        maxReplicas: 20
        capacity: {perPod: 10}
        hpa: {trustedTarget: 85, floorSeconds: 600}
        slo: {latencyP95Millis: 500}
        resize: {enabled: true, everyMinutes: 1}
      """;

  @TempDir static Path directory;
  private LabNamespace namespace;
  private ScalerStage stage;
  private TestingServer prometheus;
  private TestingServer serving;
  private Controller controller;
  private volatile boolean servingUp = true;
  private volatile String ready = "9";
  private volatile String latency = "0.1";

  @BeforeAll
  void start(LabNamespace ofTheClass) throws IOException {
    namespace = ofTheClass;
    stage = new ScalerStage(namespace);
    stage.install(CRDS.resolve("predictivescalers.tidewatch.io.yaml"));
    stage.deploy("web");
    namespace.apply(
        """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: web}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
          minReplicas: 2
          maxReplicas: 20
          metrics:
          - type: Resource
            resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}
        """);
    prometheus = TestingServer.saying(this::measured);
    serving = TestingServer.saying(this::forecast);
    controller =
        Controller.start(
            options(), Clock.systemUTC(), new PrintStream(new ByteArrayOutputStream()));
  }

  @AfterAll
  void stop() {
    controller.close();
    serving.close();
    prometheus.close();
  }

  @Test
  @Order(1)
  void recommend_tells_what_it_would_do_and_writes_nothing() {
    namespace.apply(scaler("web", SPEC.formatted("recommend")));
    JsonNode events =
        stage.awaitOf(
            "events", "--field-selector=reason=Recommended", list -> !list.path("items").isEmpty());
    String message = events.at("/items/0/message").asText();
    assertTrue(message.startsWith("would have at least 1"), message);
    assertEquals("web", events.at("/items/0/involvedObject/name").asText());
    assertUsersValues(stage.object("hpa", "web"));
  }

  @Test
  @Order(2)
  void act_sets_the_floor_and_the_trusted_target_and_says_so_in_one_line() {
    mode("act");
    awaitFloor();
    JsonNode status = stage.await("web", said -> reason(said, "Acting").startsWith("Floor"));
    assertEquals("act", status.path("mode").asText());
    String table = namespace.kubectl("get", "psc", "web");
    assertTrue(table.contains(" act "), table);
    // This serving knows forecasts only.
    stage.await("web", said -> reason(said, "Sized").equals("NoSize"));
  }

  @Test
  @Order(3)
  void a_silent_forecast_gives_the_target_back_at_once_and_the_floor_at_the_end_of_its_time() {
    servingUp = false;
    JsonNode hpa = stage.awaitOf("hpa", "web", each -> target(each) == USERS_TARGET);
    assertTrue(min(hpa) > USERS_MIN, "the floor stands: " + hpa);
    awaitUsersValues();
    servingUp = true;
    awaitFloor();
  }

  @Test
  @Order(4)
  void a_pause_a_pause_of_scale_in_and_the_switch_are_obeyed() {
    annotate("tidewatch.io/paused=true");
    awaitUsersValues();
    // In this order: between the two nothing may be raised.
    annotate("tidewatch.io/paused-scale-in=true", "tidewatch.io/paused-");
    JsonNode hpa = stage.awaitOf("hpa", "web", each -> min(each) > USERS_MIN);
    assertEquals(USERS_TARGET, target(hpa), "a raised target would remove pods");
    annotate("tidewatch.io/paused-scale-in-");
    awaitFloor();
    namespace.kubectl("create", "configmap", ModeSwitch.NAME, "--from-literal=mode=off");
    awaitUsersValues();
    JsonNode limited = stage.await("web", said -> reason(said, "Acting").equals("Limited"));
    assertEquals("observe", limited.path("mode").asText());
    namespace.kubectl("delete", "configmap", ModeSwitch.NAME);
    awaitFloor();
  }

  @Test
  @Order(5)
  void users_who_suffer_from_a_raised_target_get_the_old_one_back_and_keep_the_floor() {
    ready = "6";
    latency = "2";
    JsonNode hpa = stage.awaitOf("hpa", "web", each -> target(each) == USERS_TARGET);
    assertTrue(min(hpa) > USERS_MIN, "the floor stands: " + hpa);
    stage.await("web", said -> reason(said, "RolledBack").equals("SloViolated"));
    JsonNode events =
        stage.awaitOf(
            "events", "--field-selector=reason=RolledBack", list -> !list.path("items").isEmpty());
    String message = events.at("/items/0/message").asText();
    assertTrue(message.contains("6 pods ready where the HPA alone would have had"), message);
    ready = "9";
    latency = "0.1";
  }

  @Test
  @Order(6)
  void whoever_deletes_the_scaler_has_his_own_values_back() {
    namespace.kubectl("delete", "psc", "web");
    awaitUsersValues();
  }

  @Test
  @Order(7)
  void a_human_who_changes_the_floor_wins_and_is_named() {
    namespace.apply(scaler("web", SPEC.formatted("act")));
    awaitFloor();
    namespace.kubectl(
        "patch", "hpa", "web", "--type=merge", "-p", "{\"spec\":{\"minReplicas\":3}}");
    JsonNode status = stage.await("web", said -> reason(said, "Acting").equals("ConflictingOwner"));
    assertFalse(status.isMissingNode());
    JsonNode hpa = stage.awaitOf("hpa", "web", each -> target(each) == USERS_TARGET);
    assertEquals(3, min(hpa), "the human's value stands");
  }

  private void mode(String mode) {
    namespace.apply(scaler("web", SPEC.formatted(mode)));
  }

  private void annotate(String... notes) {
    for (String note : notes) {
      namespace.kubectl("annotate", "psc", "web", "--overwrite", note);
    }
  }

  private void awaitFloor() {
    stage.awaitOf("hpa", "web", hpa -> min(hpa) > USERS_MIN && target(hpa) == TRUSTED_TARGET);
  }

  private void awaitUsersValues() {
    assertUsersValues(stage.awaitOf("hpa", "web", ActingIT::asItsUserWroteIt));
  }

  private static void assertUsersValues(JsonNode hpa) {
    assertTrue(asItsUserWroteIt(hpa), hpa.toString());
  }

  private static boolean asItsUserWroteIt(JsonNode hpa) {
    boolean marked = hpa.at("/metadata/annotations").toString().contains("tidewatch");
    return min(hpa) == USERS_MIN && target(hpa) == USERS_TARGET && !marked;
  }

  private static int min(JsonNode hpa) {
    return hpa.at("/spec/minReplicas").asInt();
  }

  private static int target(JsonNode hpa) {
    return hpa.at("/spec/metrics/0/resource/target/averageUtilization").asInt();
  }

  private Said measured(String query) {
    if (query.contains("ready")) {
      return vector(series(namespace.name(), "deployment", "web", ready));
    }
    String value = query.contains("latency") ? latency : "50";
    return vector(series(namespace.name(), "workload", "web", value));
  }

  /** 150 are coming, and the model has been better than both baselines. */
  private Said forecast(String asked) {
    if (!servingUp) {
      return new Said(503, "text/html", "down");
    }
    Instant newest = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(1);
    WorkloadId web = WorkloadId.parse(namespace.name() + "/web");
    String forecast = Samples.servingJson(Samples.forecast(web, newest, 150));
    return Said.json("{\"forecasts\":[" + forecast + "],\"errors\":[]}");
  }

  private ControllerOptions options() throws IOException {
    String base =
        """
        timescale: {step: 1s}
        settle: 1s
        queries:
        - {name: request_rate, promql: rate}
        - {name: ready_replicas, promql: ready, labels: {workload: deployment}}
        - {name: latency_p95, promql: latency}
        """;
    KubernetesAccess access =
        new KubernetesAccess(
            Optional.of(stage.account("actor", directory)), List.of(namespace.name()));
    return new ControllerOptions(
        Optional.of(Files.writeString(directory.resolve("base.yaml"), base)),
        Optional.of(
            new ControllerOptions.Cluster(
                access, Optional.of(namespace.name()), Mode.ACT, IncidentConfig.nobody())),
        prometheus.url(),
        ApiAccess.open(),
        serving.url(),
        directory.resolve("state"),
        "127.0.0.1",
        0);
  }
}
