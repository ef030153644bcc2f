package io.tidewatch.local.cluster;

import io.tidewatch.local.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The lab: a real Kubernetes on this machine, started and ended by its script. */
public final class LabCluster {
  static final String SCRIPT = "deploy/lab/cluster";
  private static final String FIRST_PORT = "16400";
  private static final String FIRST_NET = "10.77.0";
  private static final String LOKI = "TIDEWATCH_LAB_LOKI_URL";
  private static final int PROMETHEUS = 90;
  private static final int ALERTMANAGER = 93;

  // The first time it compiles Kubernetes.
  private static final Duration LONGEST_UP = Duration.ofMinutes(45);
  private static final Duration LONGEST_DOWN = Duration.ofMinutes(3);

  private final Layout layout;
  private final Scripts scripts;
  private final Map<String, String> environment;

  public LabCluster(Layout layout, Scripts scripts, Map<String, String> environment) {
    this.layout = layout;
    this.scripts = scripts;
    this.environment = Map.copyOf(environment);
  }

  /** Whether one has been started in our state folder and not ended. */
  public boolean exists() {
    return Files.isRegularFile(kubeconfig());
  }

  /** The speed that it was started with; 1 if none is recorded. */
  public int speed() {
    Path recorded = layout.home().resolve("lab").resolve("speed");
    try {
      return Files.exists(recorded) ? Integer.parseInt(Files.readString(recorded).strip()) : 1;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + recorded, e);
    }
  }

  /**
   * Starts it, or what is missing of it.
   *
   * @param size api, control-plane or nodes
   * @param speed how many nominal seconds a second has
   * @return the seconds that it took
   */
  public double up(String size, int speed, Consumer<String> told) throws InterruptedException {
    return up(size, speed, Optional.empty(), told);
  }

  /**
   * The same, with the pods' logs pushed to a server. The lab's shipper runs beside the nodes, not
   * in them, so the server may listen on loopback.
   */
  public double up(String size, int speed, Optional<URI> loki, Consumer<String> told)
      throws InterruptedException {
    long began = System.nanoTime();
    scripts.run(
        "cluster-up",
        LONGEST_UP,
        told,
        SCRIPT,
        List.of("up", "--size", size, "--speed", String.valueOf(speed)),
        loki.map(url -> Map.of(LOKI, url.toString())).orElse(Map.of()));
    return (System.nanoTime() - began) / 1e9;
  }

  /** Puts an archive of an image into every node. */
  public void load(Path archive, Consumer<String> told) throws InterruptedException {
    scripts.run(
        "load-image", LONGEST_DOWN, told, SCRIPT, List.of("load-image", archive.toString()));
  }

  /**
   * Ends it and removes all traces. Also works while this process is ending, when nothing else may
   * be started; so it is no child of the supervisor.
   */
  public void down() {
    ProcessBuilder builder =
        new ProcessBuilder(layout.root().resolve(SCRIPT).toString(), "down")
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("TIDEWATCH_HOME", layout.home().toString());
    try {
      Process process = builder.start();
      if (!process.waitFor(LONGEST_DOWN.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroy();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the lab cannot be ended; try ./tidewatch cluster down", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How to connect to it. */
  public Path kubeconfig() {
    return layout.home().resolve("lab").resolve("kubeconfig");
  }

  public Kubectl kubectl() {
    return Kubectl.ofLab(layout);
  }

  /** Its Prometheus (size nodes). */
  public URI prometheus() {
    return URI.create("http://127.0.0.1:" + (firstPort() + PROMETHEUS));
  }

  /** Its Alertmanager (size nodes). */
  public URI alertmanager() {
    return URI.create("http://127.0.0.1:" + (firstPort() + ALERTMANAGER));
  }

  private int firstPort() {
    return Integer.parseInt(environment.getOrDefault("TIDEWATCH_LAB_PORT", FIRST_PORT));
  }

  /** This machine's address on the lab's own bridge, where pods reach it (size nodes). */
  public InetAddress bridge() {
    String address = environment.getOrDefault("TIDEWATCH_LAB_NET", FIRST_NET) + ".1";
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new UncheckedIOException("TIDEWATCH_LAB_NET is no network: " + address, e);
    }
  }

  /** Helm of the version that the lab was built with. */
  public Path helm() {
    Path programs = layout.home().resolve("lab").resolve("programs");
    try {
      return Path.of(Files.readString(programs).strip()).resolve("helm");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + programs, e);
    }
  }

  /** Where its Prometheus keeps its blocks. */
  public Path prometheusData() {
    return layout.home().resolve("lab").resolve("prometheus");
  }
}
