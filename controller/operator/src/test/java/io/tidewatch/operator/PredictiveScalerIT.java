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
import io.tidewatch.lab.CommandOutput;
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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The CRD and the whole controller on a real API server, at a clock sixty times as fast, by an
 * account that may write nothing but statuses of PredictiveScalers.
 */
@Lab(LabSize.API)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PredictiveScalerIT {
  private static final Path CRDS = Path.of("..", "..", "deploy", "crds");
  private static final String WEB =
      """
      spec:
        scaleTargetRef: {name: web}
        maxReplicas: 20
        capacity: {perPod: 10}
      """;

  @TempDir static Path directory;
  private LabNamespace namespace;
  private ScalerStage stage;
  private TestingServer prometheus;
  private TestingServer serving;
  private Controller controller;

  @BeforeAll
  void start(LabNamespace ofTheClass) throws IOException {
    namespace = ofTheClass;
    stage = new ScalerStage(namespace);
    stage.install(CRDS.resolve("predictivescalers.tidewatch.io.yaml"));
    stage.deploy("web");
    prometheus = TestingServer.saying(this::measured);
    serving = TestingServer.saying(new Said(503, "text/html", "down"));
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
  void the_examples_are_accepted_and_the_schema_fills_in_what_is_not_said() throws IOException {
    for (String example : List.of("minimal", "hpa-act", "scale", "metric", "resize")) {
      CommandOutput output =
          namespace.kubectlWith(
              Files.readString(CRDS.resolve("examples").resolve(example + ".yaml")),
              "create",
              "--dry-run=server",
              "-o",
              "json",
              "-f",
              "-");
      assertTrue(output.ok(), output.err());
      if (example.equals("minimal")) {
        JsonNode spec = Json.parse(output.out()).path("spec");
        assertEquals("observe", spec.path("mode").asText());
        assertEquals("hpa", spec.path("actuation").asText());
        assertEquals("Deployment", spec.at("/scaleTargetRef/kind").asText());
        assertEquals("request_rate", spec.at("/demand/metric").asText());
        assertEquals(2, spec.path("minReplicas").asInt());
      }
    }
  }

  @Test
  @Order(2)
  void what_cannot_be_meant_is_refused_in_words() {
    refused("minReplicas: 30", "minReplicas must not be above maxReplicas");
    refused("{actuation: scale, hpa: {trustedTarget: 80}}", "is only for actuation hpa");
    refused("hpa: {trustedTarget: 50}", "hpa.trustedTarget must not be below target");
    refused("demand: {metric: a, query: b}", "give demand.metric or demand.query, one of them");
    refused("capacity: {perPod: 1, learn: true}", "give capacity.perPod or capacity.learn: true");
    refused("resize: {min: {memory: much}}", "spec.resize.min.memory");
    refused("resize: {changeWindows: [{name: a, start: '22:00'}]}", "start and end for every week");
    refused("capacity: {perPod: 0}", "spec.capacity.perPod");
    refused("cost: {perCpuHour: -0.04}", "spec.cost.perCpuHour");
    refused("cost: {perPodHour: 1, perCpuHour: 1}", "give cost.perPodHour, or");
    refused("minReplicas: many", "spec.minReplicas");
    refused("mode: yolo", "supported values");
    refused("schedule: {freezes: [{name: a, start: '22:00'}]}", "give from and until");
    refused(
        "schedule: {freezes: [{name: a, from: 2026-12-24T18:00, until: 2026-12-24T17:00}]}",
        "until must be after from");
    refused(
        "schedule: {overrides: [{name: a, from: 2026-12-24T18:00, until: 2026-12-25T17:00}]}",
        "an override gives minReplicas or maxReplicas");
  }

  @Test
  @Order(3)
  void kubectl_explains_it() {
    String spec = namespace.kubectl("explain", "psc.spec");
    assertTrue(spec.contains("scaleTargetRef"), spec);
    assertTrue(spec.contains("-required-"), spec);
    assertTrue(spec.contains("Most pods. No decision goes above it."), spec);
    assertFalse(spec.contains("<no description>"), spec);
    String target = namespace.kubectl("explain", "psc.spec.hpa.trustedTarget");
    assertTrue(target.contains("this is what saves"), target);
  }

  @Test
  @Order(4)
  void one_line_tells_what_it_does_and_why() {
    namespace.apply(scaler("web", WEB));
    // Once the counts have settled and serving has been asked.
    JsonNode status =
        stage.await(
            "web",
            all ->
                all.at("/decision/wanted").asInt() == 8
                    && reason(all, "ForecastTrusted").equals("ServingError"));
    assertEquals("Deciding", reason(status, "Ready"));
    assertEquals("observe", status.path("mode").asText());
    assertEquals(4, status.at("/decision/replicas").asInt());
    assertEquals("Found", reason(status, "TargetFound"));
    assertEquals("Measured", reason(status, "DemandKnown"));
    assertEquals("Explicit", reason(status, "CapacityKnown"));
    assertEquals("NotFrozen", reason(status, "Frozen"));
    String table = namespace.kubectl("get", "psc");
    String[] lines = table.lines().toArray(String[]::new);
    assertTrue(lines[0].matches("NAME +MODE +REPLICAS +WANTED +HPA +FLOOR +REASON +AGE *"), table);
    assertTrue(lines[1].matches("web +observe +4 +8 +8 +[A-Za-z]+ +\\d+s *"), table);
    assertTrue(namespace.kubectl("describe", "psc", "web").contains("Reasons:"));
  }

  @Test
  @Order(5)
  void one_bad_object_gets_its_reason_and_the_good_one_goes_on() {
    namespace.apply(scaler("copy", WEB));
    namespace.apply(scaler("nowhere", WEB.replace("name: web", "name: nowhere")));
    namespace.apply(
        scaler("noscale", WEB.replace("{name: web}", "{kind: DaemonSet, name: agent}")));
    namespace.apply(scaler("nokind", WEB.replace("{name: web}", "{kind: Wordpress, name: web}")));
    namespace.apply(scaler("zone", WEB + "  schedule: {zone: Middle/Earth}\n"));
    namespace.apply(scaler("unknown", WEB + "  demand: {metric: sales}\n"));
    stage.deploy("silent");
    namespace.apply(scaler("silent", WEB.replace("name: web", "name: silent")));
    stage.deploy("twice");
    namespace.apply(
        scaler("twice", WEB.replace("name: web", "name: twice") + "  demand: {query: two}\n"));
    awaitReason("copy", "DuplicateTarget");
    awaitReason("nowhere", "TargetNotFound");
    awaitReason("noscale", "TargetNotScalable");
    awaitReason("nokind", "TargetNotFound");
    awaitReason("zone", "UnknownTimeZone");
    awaitReason("unknown", "UnknownMetric");
    stage.await("silent", status -> reason(status, "DemandKnown").equals("NoValue"));
    stage.await("twice", status -> reason(status, "DemandKnown").equals("SeveralSeries"));
    assertEquals("Deciding", reason(stage.status("web"), "Ready"));
  }

  @Test
  @Order(6)
  void a_change_and_a_deletion_are_followed_without_a_restart() {
    namespace.apply(scaler("web", WEB.replace("20", "6")));
    JsonNode changed = stage.await("web", status -> status.at("/decision/wanted").asInt() == 6);
    assertEquals(2, changed.path("observedGeneration").asInt());
    assertTrue(body("/catalogue").contains("maxReplicas: 6"), body("/catalogue"));
    namespace.kubectl("delete", "psc", "web");
    // The copy is now the only one with that target.
    awaitReason("copy", "Deciding");
    namespace.kubectl("delete", "psc", "copy");
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> !body("/catalogue").contains("/web\""));
  }

  /** Demand 50 for every workload but the silent one, and two series for the query "two". */
  private Said measured(String query) {
    String web = namespace.name();
    if (query.contains("two")) {
      return vector(series(web, "a", "twice", "1"), series(web, "b", "twice", "2"));
    }
    if (query.contains("ready")) {
      return vector(
          series(web, "deployment", "web", "4"),
          series(web, "deployment", "silent", "4"),
          series(web, "deployment", "twice", "4"));
    }
    return vector(series(web, "workload", "web", "50"));
  }

  private ControllerOptions options() throws IOException {
    String base =
        """
        timescale: {step: 1s}
        settle: 1s
        queries:
        - {name: request_rate, promql: rate}
        - {name: ready_replicas, promql: ready, labels: {workload: deployment}}
        """;
    return new ControllerOptions(
        Optional.of(Files.writeString(directory.resolve("base.yaml"), base)),
        Optional.of(
            new ControllerOptions.Cluster(
                new KubernetesAccess(
                    Optional.of(stage.account("observer", directory)), List.of(namespace.name())),
                Optional.of(namespace.name()),
                Mode.OBSERVE,
                IncidentConfig.nobody())),
        prometheus.url(),
        ApiAccess.open(),
        serving.url(),
        directory.resolve("state"),
        "127.0.0.1",
        0);
  }

  private void refused(String line, String words) {
    String spec = line.startsWith("{") ? line.substring(1, line.length() - 1) : line;
    String more = String.join("\n  ", spec.split(", (?=hpa)"));
    CommandOutput output =
        namespace.kubectlWith(
            scaler("bad", WEB.replace("  capacity: {perPod: 10}\n", "") + "  " + more + "\n"),
            "create",
            "--dry-run=server",
            "-f",
            "-");
    assertFalse(output.ok(), line + " was accepted");
    assertTrue(lower(output.err()).contains(lower(words)), output.err());
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private void awaitReason(String name, String expected) {
    stage.await(name, status -> reason(status, "Ready").equals(expected));
  }

  private String body(String path) {
    return answer(path).body();
  }

  private HttpResponse<String> answer(String path) {
    URI url = URI.create("http://127.0.0.1:" + controller.port() + path);
    try {
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException failed) {
      throw new AssertionError(failed);
    }
  }
}
