package io.tidewatch.local.live;

import io.tidewatch.domain.UserException;
import io.tidewatch.local.cluster.Images;
import io.tidewatch.local.cluster.Kubectl;
import io.tidewatch.local.cluster.LabCluster;
import io.tidewatch.local.cluster.Scripts;
import io.tidewatch.source.PrometheusEndpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The lab; one that somebody had started before is used, and left. */
final class LabGround implements Ground {
  private static final String ELSE =
      "or use another cluster: ./tidewatch demo --live --kubeconfig FILE";

  private final LabCluster lab;
  private final Scripts scripts;
  private final int speed;
  private final Release release;
  private final boolean found;
  private boolean started;

  LabGround(LabCluster lab, Scripts scripts, int speed, Release release) {
    this.lab = lab;
    this.scripts = scripts;
    this.speed = speed;
    this.release = release;
    this.found = lab.exists();
  }

  /** Throws {@link UserException} where the lab cannot run, before anything is touched. */
  static void requireMachine() {
    requireMachine(System.getProperty("os.name"), isRoot());
  }

  static void requireMachine(String system, boolean root) {
    if (!system.startsWith("Linux")) {
      throw new UserException(
          "the live demo's own cluster runs on Linux only",
          "this is " + system,
          "use a Linux machine or a virtual one, " + ELSE);
    }
    if (!root) {
      throw new UserException(
          "the live demo's own cluster needs root",
          "only root may make network namespaces and cgroups",
          "run it as root (sudo -E ./tidewatch demo --live), " + ELSE);
    }
  }

  private static boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException unknown) {
      return false;
    }
  }

  @Override
  public boolean endsAsAWhole() {
    return !found;
  }

  @Override
  public double start(Optional<URI> loki, Consumer<String> told) throws InterruptedException {
    started = true;
    return lab.up("nodes", speed, loki, told);
  }

  @Override
  public void loadImages(Consumer<String> told) throws InterruptedException {
    new Images(scripts).load(List.of(), told);
  }

  @Override
  public Release release() {
    return release;
  }

  @Override
  public Kubectl kubectl() {
    return lab.kubectl();
  }

  @Override
  public Path kubeconfig() {
    return lab.kubeconfig();
  }

  /** Those of a lab that was up before go where its owner has sent them. */
  @Override
  public boolean shipsLogs() {
    return !found;
  }

  @Override
  public Optional<PrometheusEndpoint> prometheus() {
    return Optional.of(PrometheusEndpoint.of(lab.prometheus()));
  }

  @Override
  public Optional<Path> prometheusData() {
    return Optional.of(lab.prometheusData());
  }

  @Override
  public void end() {
    if (started && !found) {
      lab.down();
    }
  }

  @Override
  public Optional<String> left(boolean keep) {
    if (found) {
      return Optional.of(
          "The lab was up before and is left running, at speed "
              + speed
              + "; ./tidewatch cluster down ends it.");
    }
    return keep
        ? Optional.of("The lab and both copies go on running; ./tidewatch cluster down ends them.")
        : Optional.empty();
  }

  @Override
  public String description() {
    return "the lab at speed " + speed;
  }
}
