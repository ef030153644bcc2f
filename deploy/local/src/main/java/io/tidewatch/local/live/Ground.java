package io.tidewatch.local.live;

import io.tidewatch.local.cluster.Kubectl;
import io.tidewatch.source.PrometheusEndpoint;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** The cluster that a live demo runs on. */
interface Ground {
  /**
   * Makes it ready to take the demo app.
   *
   * @param loki where its pods' logs are to go, if {@link #shipsLogs}
   * @return the seconds until it was
   */
  double start(Optional<URI> loki, Consumer<String> told) throws InterruptedException;

  /** Makes the demo app's images known to it. */
  void loadImages(Consumer<String> told) throws InterruptedException;

  /** Tidewatch as it is installed there; only where it races. */
  Release release();

  Kubectl kubectl();

  Path kubeconfig();

  /** Whether the logs of its pods can be told where to go. */
  boolean shipsLogs();

  /** What scrapes it, if that is known. */
  Optional<PrometheusEndpoint> prometheus();

  /** Where that keeps its blocks, if it is ours. */
  Optional<Path> prometheusData();

  /** Whether its end takes the copies with it. */
  boolean endsAsAWhole();

  /** Ends what {@link #start} has started; also works while this process is ending. */
  void end();

  /** What is left when the demo has ended, as a sentence; empty if nothing. */
  Optional<String> left(boolean keep);

  /** What it is, in a few words. */
  String description();
}
