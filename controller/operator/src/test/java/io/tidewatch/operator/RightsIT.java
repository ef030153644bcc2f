package io.tidewatch.operator;

import static io.tidewatch.operator.ScalerStage.series;
import static io.tidewatch.operator.ScalerStage.vector;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.lab.Lab;
import io.tidewatch.lab.LabNamespace;
import io.tidewatch.lab.LabSize;
import io.tidewatch.operator.TestingServer.Said;
import io.tidewatch.operator.actuate.EvictionReason;
import io.tidewatch.operator.actuate.Evictor;
import io.tidewatch.operator.actuate.Fence;
import io.tidewatch.operator.actuate.PodName;
import io.tidewatch.operator.crd.KubernetesAccess;
import io.tidewatch.operator.crd.Refusals;
import io.tidewatch.operator.incident.IncidentConfig;
import io.tidewatch.source.ApiAccess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes each right of the chart's controller away, one at a time: what is missing is named where
 * people look, and no right is granted that nothing needs.
 */
@Lab(LabSize.API)
class RightsIT {
  private static final String HPAS = " horizontalpodautoscalers (autoscaling)";
  private static final String SCALERS = "predictivescalers (tidewatch.io)";
  private static final String EVICT = "create pods/eviction";
  private static final Pattern WORKLOADS =
      Pattern.compile("\"([a-z0-9-]+/(StatefulSet/)?[a-z]+)\"");

  /** Where a missing right shows besides {@code /readyz}, and the workload that needs it. */
  private record Sign(String workload, String condition, String reason) {
    static final Sign READYZ = readyz("web");

    static Sign readyz(String workload) {
      return new Sign(workload, "", "");
    }

    static Sign acting(String workload) {
      return new Sign(workload, "Acting", "ApiTrouble");
    }

    static Sign target(String workload) {
      return new Sign(workload, "TargetFound", "TargetUnknown");
    }
  }

  private static final Map<String, Sign> SIGNS =
      Map.ofEntries(
          Map.entry("list " + SCALERS, Sign.READYZ),
          Map.entry("watch " + SCALERS, Sign.READYZ),
          Map.entry("patch predictivescalers/status (tidewatch.io)", Sign.READYZ),
          Map.entry("get deployments (apps)", Sign.target("web")),
          Map.entry("get statefulsets (apps)", Sign.target("db")),
          Map.entry("list" + HPAS, Sign.acting("web")),
          Map.entry("patch" + HPAS, Sign.acting("web")),
          Map.entry("get" + HPAS, Sign.READYZ),
          Map.entry("get deployments/scale (apps)", Sign.acting("bare")),
          Map.entry("patch deployments/scale (apps)", Sign.readyz("bare")),
          Map.entry("get statefulsets/scale (apps)", Sign.acting("db")),
          Map.entry("patch statefulsets/scale (apps)", Sign.readyz("db")),
          Map.entry("create events", Sign.readyz("hint")),
          Map.entry("list pods", Sign.READYZ),
          Map.entry(EVICT, Sign.READYZ),
          Map.entry("create leases (coordination.k8s.io)", Sign.READYZ),
          Map.entry("get leases (coordination.k8s.io)", Sign.READYZ),
          Map.entry("update leases (coordination.k8s.io)", Sign.READYZ),
          Map.entry("get configmaps", new Sign("web", "Acting", "Limited")));

  @TempDir Path directory;
  private RightsStage stage;
  private ScalerStage scalers;

  @Test
  void each_right_that_is_missing_is_named_and_none_is_granted_that_nothing_needs(
      LabNamespace namespace) throws Exception {
    assertEquals(new TreeSet<>(SIGNS.keySet()), new TreeSet<>(RightsStage.rights().keySet()));
    scalers = new ScalerStage(namespace);
    scalers.install(Path.of("../../deploy/crds/predictivescalers.tidewatch.io.yaml"));
    Map<String, String> workloads =
        SIGNS.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().workload()));
    stage = RightsStage.build(namespace, workloads);
    try {
      takeEachAway();
    } finally {
      stage.remove();
    }
  }

  private void takeEachAway() throws Exception {
    try (TestingServer prometheus = TestingServer.saying(this::measured);
        TestingServer serving = TestingServer.saying(RightsIT::forecast)) {
      List<Running> all =
          stage.cases().stream()
              .filter(each -> !each.right().equals(EVICT))
              .map(each -> run(each, prometheus, serving))
              .toList();
      try {
        Stream<Executable> named = all.stream().map(each -> () -> named(each));
        assertAll(Stream.concat(named, Stream.of(this::evictionIsNamed)));
      } finally {
        all.forEach(each -> each.controller().close());
      }
    }
  }

  private record Running(RightsStage.Case without, Controller controller) {}

  private Running run(RightsStage.Case without, TestingServer prometheus, TestingServer serving) {
    try {
      ControllerOptions options = options(without, prometheus.url(), serving.url());
      return new Running(
          without,
          Controller.start(
              options, Clock.systemUTC(), new PrintStream(new ByteArrayOutputStream())));
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  private void named(Running each) throws Exception {
    String right = each.without().right() + " in " + each.without().namespace();
    Sign sign = SIGNS.get(each.without().right());
    await(
        right + " at /readyz",
        () -> readyz(each.controller()),
        said -> said.toString().contains('"' + right + '"'),
        () -> status(each.without().namespace(), sign.workload()));
    if (!sign.condition().isEmpty()) {
      await(
          each.without().right() + " as " + sign,
          () -> status(each.without().namespace(), sign.workload()),
          status -> ScalerStage.reason(status, sign.condition()).equals(sign.reason()),
          () -> readyz(each.controller()));
    }
  }

  private static void await(String what, Source source, Predicate<JsonNode> met, Source more)
      throws Exception {
    JsonNode[] last = new JsonNode[1];
    try {
      Awaitility.await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(300))
          .atMost(Duration.ofSeconds(40))
          .until(() -> met.test(last[0] = source.get()));
    } catch (ConditionTimeoutException late) {
      throw new AssertionError(what + " is not named: " + last[0] + ", but " + more.get());
    }
  }

  private interface Source {
    JsonNode get() throws Exception;
  }

  private static JsonNode readyz(Controller controller) throws Exception {
    URI url = URI.create("http://127.0.0.1:" + controller.port() + "/readyz");
    HttpRequest request = HttpRequest.newBuilder(url).build();
    return Json.parse(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
  }

  private JsonNode status(String namespace, String name) throws IOException {
    return Json.parse(
            scalers.namespace().kubectl("get", "psc", name, "-n", namespace, "-o", "json"))
        .path("status");
  }

  /** An eviction needs a pod that fails; here it is enough to ask for one. */
  private void evictionIsNamed() {
    RightsStage.Case without =
        stage.cases().stream().filter(each -> each.right().equals(EVICT)).findFirst().orElseThrow();
    Refusals refusals = new Refusals();
    try (KubernetesClient client = access(without).client(refusals)) {
      PodName pod = new PodName(without.namespace(), "web-1", "1");
      assertEquals(EvictionReason.FORBIDDEN, Evictor.of(client, Fence.none()).evict(pod).reason());
      assertEquals(List.of(EVICT + " in " + without.namespace()), refusals.now());
    }
  }

  private Said measured(String query) {
    String label = query.contains("ready") ? "deployment" : "workload";
    String value = query.contains("ready") ? "4" : "50";
    return vector(
        stage.cases().stream()
            .flatMap(
                each ->
                    Stream.of("web", "bare", "db", "hint")
                        .map(name -> series(each.namespace(), label, name, value))
                        .map(RightsIT::ofItsKind))
            .toArray(String[]::new));
  }

  private static String ofItsKind(String series) {
    return series.contains("\"db\"")
        ? series.replace("\"db\"", "\"db\",\"workload_kind\":\"StatefulSet\"")
        : series;
  }

  /** 150 are coming, and the model has been better than both baselines. */
  private static Said forecast(String asked) {
    long newest = Instant.now().getEpochSecond() - 1;
    Instant step = Instant.ofEpochSecond(newest - newest % 2);
    String forecasts =
        WORKLOADS
            .matcher(asked)
            .results()
            .map(found -> WorkloadId.parse(found.group(1)))
            .map(id -> Samples.servingJson(Samples.forecast(id, step, 150)))
            .collect(joining(","));
    return Said.json("{\"forecasts\":[" + forecasts + "],\"errors\":[]}");
  }

  private KubernetesAccess access(RightsStage.Case without) {
    return new KubernetesAccess(
        Optional.of(stage.account(without, directory)), List.of(without.namespace()));
  }

  private ControllerOptions options(RightsStage.Case without, URI prometheus, URI serving)
      throws IOException {
    String base =
        """
        timescale: {step: 2s}
        settle: 1s
        queries:
        - {name: request_rate, promql: rate}
        - {name: ready_replicas, promql: ready, labels: {workload: deployment}}
        """;
    Path folder = Files.createDirectories(directory.resolve(without.namespace()));
    return new ControllerOptions(
        Optional.of(Files.writeString(folder.resolve("base.yaml"), base)),
        Optional.of(
            new ControllerOptions.Cluster(
                access(without),
                Optional.of(without.namespace()),
                Mode.ACT,
                IncidentConfig.nobody())),
        prometheus,
        ApiAccess.open(),
        serving,
        folder.resolve("state"),
        "127.0.0.1",
        0);
  }
}
