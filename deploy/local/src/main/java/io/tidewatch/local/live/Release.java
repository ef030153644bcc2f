package io.tidewatch.local.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.domain.UserException;
import io.tidewatch.local.Layout;
import io.tidewatch.local.cluster.Images;
import io.tidewatch.local.cluster.Kubectl;
import io.tidewatch.local.cluster.LabCluster;
import io.tidewatch.local.cluster.Relay;
import io.tidewatch.local.cluster.Scripts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Tidewatch in the lab as a user installs it: its images in the nodes, its chart by Helm, and pods
 * with accounts of their own in a namespace that enforces the restricted profile.
 */
final class Release {
  private static final String NAMESPACE = "tidewatch";
  private static final String NAME = "tidewatch";
  private static final String SECRET = "mlflow-login";
  private static final Set<String> LOGIN =
      Set.of("MLFLOW_TRACKING_TOKEN", "MLFLOW_TRACKING_USERNAME", "MLFLOW_TRACKING_PASSWORD");
  private static final String SERVING = NAME + "-serving";
  private static final int CONTROLLER_PORT = 8_080;
  private static final Path CHART = Path.of("deploy/helm/tidewatch");
  private static final Path CRD = CHART.resolve("crds/predictivescalers.tidewatch.io.yaml");
  private static final Path NAMESPACE_FILE = Path.of("deploy/helm/base/namespace.yaml");
  private static final Duration LONGEST_START = Duration.ofMinutes(3);

  /** Of one hook; there is one before and one after the deletion. */
  private static final Duration LONGEST_HOOK = Duration.ofSeconds(90);

  private static final Duration LONGEST_HELM = LONGEST_START.plusSeconds(20);

  private final Layout layout;
  private final Scripts scripts;
  private final LabCluster lab;
  private final Path folder;
  private final Map<String, String> login;
  private Map<String, String> tags = Map.of();
  private final List<Relay> relays = new ArrayList<>();

  /**
   * Nothing is done yet.
   *
   * @param folder takes what is written for it
   * @param environment may hold a login of MLflow, as for every client of it
   */
  Release(
      Layout layout,
      Scripts scripts,
      LabCluster lab,
      Path folder,
      Map<String, String> environment) {
    this.layout = layout;
    this.scripts = scripts;
    this.lab = lab;
    this.folder = folder;
    this.login = new TreeMap<>(environment);
    login.keySet().retainAll(LOGIN);
  }

  /** Builds the images that are missing and puts them into the nodes. */
  void loadImages(Consumer<String> told) throws InterruptedException {
    tags = new Images(scripts).load(List.of("controller", "serving"), told);
  }

  /** Makes our kind of resource known, so that a user can say what he wants. */
  void makeKindKnown() {
    Kubectl kubectl = lab.kubectl();
    kubectl.apply(layout.root().resolve(CRD));
    kubectl.run(
        "wait",
        "--for=condition=Established",
        "crd/predictivescalers.tidewatch.io",
        "--timeout=30s");
  }

  /**
   * Installs it and waits until all of its pods are Ready.
   *
   * @param watched the namespace in which it may act
   * @param catalogue what it is told of the cluster's Prometheus and clock
   */
  void install(String watched, String catalogue, URI prometheus, URI mlflow)
      throws InterruptedException {
    Servers servers =
        new Servers(fromPods(prometheus), fromPods(mlflow), fromPods(lab.alertmanager()));
    Path values =
        LiveCatalogue.save(
            folder.resolve("values.yaml"), values(tags, watched, catalogue, servers));
    lab.kubectl().apply(layout.root().resolve(NAMESPACE_FILE));
    saveLogin();
    List<String> words =
        List.of(
            "install",
            NAME,
            layout.root().resolve(CHART).toString(),
            "--values=" + values,
            "--set=mlflow.secret=" + (login.isEmpty() ? "" : SECRET),
            "--wait",
            "--timeout=" + LONGEST_START.toSeconds() + "s");
    helm("helm-install", words);
  }

  /** Where pods reach them. */
  record Servers(URI prometheus, URI mlflow, URI alertmanager) {}

  static String values(
      Map<String, String> tags, String watched, String catalogue, Servers servers) {
    return """
        mode: act
        namespaces: [%s]
        images:
          controller: { repository: localhost/tidewatch/controller, tag: "%s" }
          serving: { repository: localhost/tidewatch/serving, tag: "%s" }
        prometheus: { url: "%s" }
        mlflow: { url: "%s" }
        incidents: { alertmanagers: ["%s"] }
        serving: { accessLog: false }
        catalogue: |
        %s"""
        .formatted(
            watched,
            tags.get("controller"),
            tags.get("serving"),
            servers.prometheus(),
            servers.mlflow(),
            servers.alertmanager(),
            catalogue.indent(2));
  }

  // By a file that only we may read, and not for longer than it takes: never in the words of a
  // command, which everybody on this machine sees.
  private void saveLogin() {
    if (login.isEmpty()) {
      return;
    }
    StringBuilder lines = new StringBuilder();
    login.forEach((name, value) -> lines.append(name).append('=').append(value).append('\n'));
    try {
      Path file = Files.createTempFile("tidewatch-login", ".env");
      try {
        Files.writeString(file, lines);
        lab.kubectl()
            .run("-n", NAMESPACE, "create", "secret", "generic", SECRET, "--from-env-file=" + file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the login of MLflow cannot be handed on", e);
    }
  }

  /** A server of this machine is reached through the lab's bridge, any other as it is. */
  private URI fromPods(URI server) {
    if (!isOfThisMachine(server)) {
      return server;
    }
    if (!server.getScheme().equals("http")) {
      throw new UserException(
          "pods cannot reach " + server,
          "it listens on this machine's loopback, with a certificate for another name than theirs",
          "let it listen on an address of its own, or without TLS on loopback");
    }
    Relay relay = Relay.open(lab.bridge(), server);
    relays.add(relay);
    return relay.url();
  }

  private static boolean isOfThisMachine(URI server) {
    try {
      return InetAddress.getByName(server.getHost()).isLoopbackAddress();
    } catch (UnknownHostException elsewhere) {
      return false;
    }
  }

  /** Where the replica that leads answers; empty while none does. */
  Optional<URI> leader() {
    JsonNode lease = lab.kubectl().get("-n", NAMESPACE, "lease", NAME, "--ignore-not-found");
    String pod = lease.at("/spec/holderIdentity").asText("").replaceFirst("_.*", "");
    if (pod.isEmpty()) {
      return Optional.empty();
    }
    JsonNode found = lab.kubectl().get("-n", NAMESPACE, "pod", pod, "--ignore-not-found");
    return Optional.of(found.at("/status/podIP").asText(""))
        .filter(address -> !address.isEmpty())
        .map(address -> URI.create("http://" + address + ":" + CONTROLLER_PORT));
  }

  /** Kills serving, and lets none come back. */
  void killServing() {
    Kubectl kubectl = lab.kubectl();
    kubectl.scale(NAMESPACE, SERVING, 0);
    kubectl.run(
        "-n",
        NAMESPACE,
        "delete",
        "pods",
        "-l",
        "app.kubernetes.io/component=serving",
        "--grace-period=0",
        "--force");
  }

  /** Takes it out of the cluster, as its user would. */
  void uninstall(Consumer<String> told) throws InterruptedException {
    try {
      helm(
          "helm-uninstall",
          List.of("uninstall", NAME, "--timeout=" + LONGEST_HOOK.toSeconds() + "s"));
    } finally {
      relays.forEach(Relay::close);
    }
    told.accept("the release was uninstalled");
  }

  private void helm(String log, List<String> words) throws InterruptedException {
    List<String> all = new ArrayList<>(words);
    all.add("--namespace=" + NAMESPACE);
    all.add("--kubeconfig=" + lab.kubeconfig());
    // What it prints is for whoever installs by hand; a failure quotes the end of it.
    Consumer<String> untold = line -> {};
    scripts.run(log, LONGEST_HELM, untold, lab.helm().toString(), all);
  }
}
