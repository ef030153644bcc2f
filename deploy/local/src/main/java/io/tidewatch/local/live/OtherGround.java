package io.tidewatch.local.live;

import io.tidewatch.local.cluster.Images;
import io.tidewatch.local.cluster.Kubectl;
import io.tidewatch.local.cluster.Scripts;
import io.tidewatch.source.PrometheusEndpoint;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A cluster of the user's: only the two copies are made, and removed. */
final class OtherGround implements Ground {
  private static final String KIND = "kind-";

  private final Path kubeconfig;
  private final Optional<PrometheusEndpoint> prometheus;
  private final Scripts scripts;
  private final Kubectl kubectl;

  OtherGround(Path kubeconfig, Optional<PrometheusEndpoint> prometheus, Scripts scripts) {
    this.kubeconfig = kubeconfig.toAbsolutePath();
    this.prometheus = prometheus;
    this.scripts = scripts;
    this.kubectl = Kubectl.of(this.kubeconfig);
  }

  @Override
  public double start(Optional<URI> loki, Consumer<String> told) {
    long began = System.nanoTime();
    kubectl.run("get", "--raw", "/readyz");
    return (System.nanoTime() - began) / 1e9;
  }

  /** Into kind's nodes; any other cluster has to pull them from its registry. */
  @Override
  public void loadImages(Consumer<String> told) throws InterruptedException {
    String context = kubectl.run("config", "current-context").strip();
    if (!context.startsWith(KIND)) {
      told.accept("context " + context + " is no kind cluster: it must be able to pull the images");
      return;
    }
    List<String> into = List.of("--kind", context.substring(KIND.length()));
    new Images(scripts).load(into, told);
  }

  @Override
  public Release release() {
    throw new IllegalStateException("Tidewatch races on the lab only");
  }

  @Override
  public Kubectl kubectl() {
    return kubectl;
  }

  @Override
  public Path kubeconfig() {
    return kubeconfig;
  }

  /** They go where its own shipper sends them. */
  @Override
  public boolean shipsLogs() {
    return false;
  }

  @Override
  public Optional<PrometheusEndpoint> prometheus() {
    return prometheus;
  }

  @Override
  public Optional<Path> prometheusData() {
    return Optional.empty();
  }

  @Override
  public boolean endsAsAWhole() {
    return false;
  }

  @Override
  public void end() {
    // It was there before; the copies are removed by who made them.
  }

  @Override
  public Optional<String> left(boolean keep) {
    return keep
        ? Optional.of("Both copies go on running; kubectl delete namespace " + Copies.names())
        : Optional.empty();
  }

  @Override
  public String description() {
    return "the cluster of " + kubeconfig;
  }
}
