package io.tidewatch.local.live;

import io.tidewatch.domain.UserException;
import io.tidewatch.local.cluster.DemoApp;
import io.tidewatch.local.cluster.Kubectl;
import io.tidewatch.local.cluster.Scripts;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The equal copies of the demo app, each in a namespace that bears our label. */
final class Copies {
  private static final String LABEL = "tidewatch.io/live-demo";
  private static final Duration REMOVAL = Duration.ofMinutes(3);
  private static final int PORT = 8080;
  private static final int PATIENCE_MILLIS = 5_000;

  private final Ground ground;
  private final Scripts scripts;
  private final List<Side> sides;
  private volatile boolean begun;

  Copies(Ground ground, Scripts scripts, List<Side> sides) {
    this.ground = ground;
    this.scripts = scripts;
    this.sides = List.copyOf(sides);
  }

  static String names() {
    return Side.SAME_POLICY.stream().map(Side::namespace).collect(Collectors.joining(" "));
  }

  /** Makes them afresh and waits until they are Ready; what a killed run has left is removed. */
  void make(int speed, Consumer<String> told) throws InterruptedException {
    Kubectl kubectl = ground.kubectl();
    sides.forEach(side -> requireOurs(kubectl, side.namespace()));
    begun = true;
    remove();
    DemoApp app = new DemoApp(scripts, ground.kubeconfig());
    List<String> bounds =
        List.of(
            "--max-replicas",
            String.valueOf(LivePlan.MOST_PODS),
            "--target-rps",
            String.valueOf(Math.round(LivePlan.CAPACITY * LivePlan.TARGET)));
    for (Side side : sides) {
      told.accept(
          side.name() + ": applied into " + side.namespace() + ", waiting until it is Ready");
      kubectl.run("create", "namespace", side.namespace());
      kubectl.run("label", "namespace", side.namespace(), LABEL + "=" + side.name());
      app.apply(side.namespace(), speed, bounds, line -> tell(side, line, told));
    }
  }

  private static void tell(Side side, String line, Consumer<String> told) {
    if (!line.endsWith("serverside-applied") && !line.contains("built before")) {
      told.accept(side.name() + ": " + line);
    }
  }

  /** Whether there may be something to remove. */
  boolean begun() {
    return begun;
  }

  /** Removes those that bear our label, and waits until they are gone. */
  void remove() {
    List<String> words =
        List.of("delete", "namespace", "-l", LABEL, "--ignore-not-found", "--wait=true");
    ground.kubectl().run(REMOVAL, words);
  }

  /** Where each is reached from here. */
  Map<String, URI> addresses() {
    Map<String, URI> all = new LinkedHashMap<>();
    for (Side side : sides) {
      String address =
          ground
              .kubectl()
              .get("-n", side.namespace(), "service", "backend")
              .path("spec")
              .path("clusterIP")
              .asText();
      URI url = URI.create("http://" + address + ":" + PORT);
      requireReachable(url);
      all.put(side.name(), url);
    }
    return all;
  }

  private static void requireOurs(Kubectl kubectl, String namespace) {
    List<String> found = new ArrayList<>();
    kubectl
        .get("namespace", namespace, "--ignore-not-found")
        .path("metadata")
        .path("labels")
        .fieldNames()
        .forEachRemaining(found::add);
    if (!found.isEmpty() && !found.contains(LABEL)) {
      throw new UserException(
          "the namespace " + namespace + " is taken",
          "the live demo did not make it, and would remove it at its end",
          "remove what is there: demo-app/k8s/apply --namespace " + namespace + " --delete");
    }
  }

  private static void requireReachable(URI url) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) url.resolve("/api/health").toURL().openConnection();
      connection.setConnectTimeout(PATIENCE_MILLIS);
      connection.setReadTimeout(PATIENCE_MILLIS);
      connection.getResponseCode();
      connection.disconnect();
    } catch (IOException unreachable) {
      throw new UserException(
          "the demo app's Service " + url + " cannot be reached from this machine",
          unreachable.toString(),
          "run this where Service addresses are routed, for example on a node of the cluster");
    }
  }
}
