package io.tidewatch.operator;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.lab.Lab;
import io.tidewatch.lab.LabNamespace;
import io.tidewatch.lab.LabSize;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
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
  private static final String ROLLOUTS = " (argoproj.io)";
  private static final String VPAS = "list verticalpodautoscalers (autoscaling.k8s.io)";

  /** Nobody's, so that it need not be created to be taken. */
  private static final String LEASE =
      """
      apiVersion: coordination.k8s.io/v1
      kind: Lease
      metadata: {name: tidewatch, namespace: NS}
      spec: {holderIdentity: "", leaseDurationSeconds: 15}
      ---
      """;

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
          Map.entry(VPAS, new Sign("sized", "Sized", "ConflictsUnknown")),
          Map.entry("get rollouts" + ROLLOUTS, Sign.target("roll")),
          Map.entry("get rollouts/scale" + ROLLOUTS, Sign.acting("roll")),
          Map.entry("patch rollouts/scale" + ROLLOUTS, Sign.readyz("roll")),
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
    Map<String, String> needs = needs();
    assertEquals(needs.keySet(), new TreeSet<>(ChartRights.of("controller").keySet()));
    scalers = new ScalerStage(namespace);
    scalers.install(Path.of("../../deploy/crds/predictivescalers.tidewatch.io.yaml"));
    serve(RightsWorkload.ROLLOUTS, "rollouts.argoproj.io");
    stage = RightsStage.build(namespace, "controller", needs);
    try {
      // in a lab without controllers nobody else takes a change up
      namespace.kubectl(
          "patch",
          "deployment",
          "sized",
          "--namespace=" + stage.without(VPAS).namespace(),
          "--subresource=status",
          "--type=merge",
          "-p",
          "{\"status\":{\"observedGeneration\":99,\"replicas\":4,\"updatedReplicas\":4}}");
      takeEachAway();
    } finally {
      stage.remove();
      namespace.kubectl("delete", "crd", "rollouts.argoproj.io", "--wait=false");
    }
  }

  private static Map<String, String> needs() {
    Map<String, String> needs = new TreeMap<>();
    SIGNS.forEach((right, sign) -> needs.put(right, RightsWorkload.manifest(sign.workload())));
    Stream.of(AskedRight.values()).forEach(asked -> needs.put(asked.right(), asked.needs()));
    // who never leads can lose nothing: a leader that may not renew ends its process
    needs.merge("update leases (coordination.k8s.io)", LEASE, String::concat);
    return needs;
  }

  private void serve(String kind, String plural) {
    scalers.namespace().apply(kind);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> scalers.namespace().tryKubectl("get", plural).ok());
  }

  private void takeEachAway() throws Exception {
    List<String> everywhere = stage.cases().stream().map(RightsStage.Case::namespace).toList();
    try (TestingServer prometheus =
            TestingServer.saying(query -> RightsWorld.measured(everywhere, query));
        TestingServer serving = TestingServer.saying(RightsWorld::served)) {
      List<Running> all =
          stage.cases().stream()
              .filter(each -> SIGNS.containsKey(each.right()))
              .map(each -> run(each, prometheus, serving))
              .toList();
      try {
        Stream<Executable> named = all.stream().map(each -> () -> named(each));
        Stream<Executable> asked =
            Stream.of(AskedRight.values()).map(each -> () -> isRefused(each));
        assertAll(Stream.concat(named, asked));
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

  private void isRefused(AskedRight asked) {
    RightsStage.Case without = stage.without(asked.right());
    Refusals refusals = new Refusals();
    try (KubernetesClient client = access(without).client(refusals)) {
      assertEquals("Forbidden", asked.answer(client, without.namespace()), asked.right());
      assertEquals(List.of(asked.right() + " in " + without.namespace()), refusals.now());
    }
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
