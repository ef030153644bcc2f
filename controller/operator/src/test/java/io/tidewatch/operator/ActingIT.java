package io.tidewatch.operator;

import static io.tidewatch.operator.ScalerStage.reason;
import static io.tidewatch.operator.ScalerStage.scaler;
import static io.tidewatch.operator.ScalerStage.series;
import static io.tidewatch.operator.ScalerStage.vector;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.lab.Lab;
import io.tidewatch.lab.LabNamespace;
import io.tidewatch.lab.LabSize;
import io.tidewatch.operator.FaultyApi.Fault;
import io.tidewatch.operator.FaultyApi.Fault.Says;
import io.tidewatch.operator.FaultyApi.Fault.Silence;
import io.tidewatch.operator.FaultyApi.Fault.Twice;
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
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
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

  /** Workload → what becomes of the first write to its HPA. */
  private static final Map<String, Fault> FAULTS =
      Map.of(
          "stale", new Says(409, ""),
          "gone", new Says(410, ""),
          "busy", new Says(429, ""),
          "rest", new Says(429, "Retry-After: 2\r\n"),
          "broken", new Says(500, ""),
          "away", new Says(503, ""),
          "lost", new Silence(false),
          "mute", new Silence(true),
          "twice", new Twice());

  @TempDir static Path directory;
  private LabNamespace namespace;
  private ScalerStage stage;
  private TestingServer prometheus;
  private TestingServer serving;
  private FaultyApi api;
  private Controller controller;
  private volatile boolean servingUp = true;
  private volatile String ready = "9";
  private volatile String latency = "0.1";

  @BeforeAll
  void start(LabNamespace ofTheClass) throws Exception {
    namespace = ofTheClass;
    stage = new ScalerStage(namespace);
    stage.install(CRDS.resolve("predictivescalers.tidewatch.io.yaml"));
    namespace.apply(autoscaled("web"));
    prometheus = TestingServer.saying(this::measured);
    serving = TestingServer.saying(this::forecast);
    controller =
        Controller.start(
            options(), Clock.systemUTC(), new PrintStream(new ByteArrayOutputStream()));
  }

  private static String autoscaled(String name) {
    return ScalerStage.deployment(name)
        + """
        ---
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: %1$s}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %1$s}
          minReplicas: 2
          maxReplicas: 20
          metrics:
          - type: Resource
            resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}
        """
            .formatted(name);
  }

  @AfterAll
  void stop() throws IOException {
    controller.close();
    api.close();
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
    stage.awaitOf("lease", "tidewatch", lease -> rollbacks(lease).contains("/web"));
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

  @Test
  @Order(7)
  void whatever_the_api_server_does_to_a_write_it_is_done_in_the_end_and_done_once() {
    namespace.apply(ofAll(ActingIT::autoscaled));
    FAULTS.forEach((name, fault) -> api.next("PATCH", "autoscalers/" + name + "[?]", fault));
    namespace.apply(ofAll(ActingIT::acting));
    FAULTS.keySet().forEach(this::awaitFloor);
    assertEquals(0, api.left(), "every fault has met its write");
  }

  @Test
  @Order(8)
  void a_cut_watch_and_a_list_that_fails_lose_nothing() {
    api.next("GET", "predictivescalers.*limit", new Says(410, ""))
        .next("GET", "predictivescalers.*limit", new Says(500, ""))
        .next("GET", "autoscalers[?]limit", new Says(503, "Retry-After: 1\r\n"))
        .next("PATCH", "autoscalers/lost", new Says(409, ""))
        .next("PATCH", "autoscalers/mute", new Silence(true));
    assertTrue(api.cutWatches() > 0, "the PredictiveScalers are watched");
    namespace.kubectl("delete", "psc", "--all", "--wait=false");
    FAULTS.keySet().forEach(this::awaitUsersValues);
  }

  private static String rollbacks(JsonNode lease) {
    return lease.at("/metadata/annotations").path(LeaseNotes.ROLLBACKS).asText();
  }

  private static String ofAll(UnaryOperator<String> manifest) {
    return FAULTS.keySet().stream().map(manifest).collect(joining("\n---\n"));
  }

  private static String acting(String name) {
    return scaler(name, SPEC.formatted("act").replace("name: web", "name: " + name));
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
    awaitFloor("web");
  }

  private void awaitFloor(String name) {
    stage.awaitOf("hpa", name, hpa -> min(hpa) > USERS_MIN && target(hpa) == TRUSTED_TARGET);
  }

  private void awaitUsersValues() {
    awaitUsersValues("web");
  }

  private void awaitUsersValues(String name) {
    assertUsersValues(stage.awaitOf("hpa", name, ActingIT::asItsUserWroteIt));
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
    String label = query.contains("ready") ? "deployment" : "workload";
    String value = query.contains("ready") ? ready : query.contains("latency") ? latency : "50";
    return vector(
        workloads()
            .map(name -> series(namespace.name(), label, name, value))
            .toArray(String[]::new));
  }

  /** 150 are coming, and the model has been better than both baselines. */
  private Said forecast(String asked) {
    if (!servingUp) {
      return new Said(503, "text/html", "down");
    }
    Instant newest = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(1);
    String forecasts =
        workloads()
            .map(name -> WorkloadId.parse(namespace.name() + "/" + name))
            .map(id -> Samples.servingJson(Samples.forecast(id, newest, 150)))
            .collect(joining(","));
    return Said.json("{\"forecasts\":[" + forecasts + "],\"errors\":[]}");
  }

  private static Stream<String> workloads() {
    return Stream.concat(Stream.of("web"), FAULTS.keySet().stream());
  }

  private ControllerOptions options() throws Exception {
    String base =
        """
        timescale: {step: 1s}
        settle: 1s
        queries:
        - {name: request_rate, promql: rate}
        - {name: ready_replicas, promql: ready, labels: {workload: deployment}}
        - {name: latency_p95, promql: latency}
        """;
    Path direct = stage.account("actor", directory);
    api = FaultyApi.before(direct);
    KubernetesAccess access =
        new KubernetesAccess(Optional.of(api.kubeconfig(direct)), List.of(namespace.name()));
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
