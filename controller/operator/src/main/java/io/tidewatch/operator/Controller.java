package io.tidewatch.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.Javalin;
import io.javalin.util.JavalinBindException;
import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.domain.WorkloadSpec;
import io.tidewatch.policy.Behavior;
import io.tidewatch.source.PrometheusClient;
import io.tidewatch.source.PrometheusEndpoint;
import io.tidewatch.source.RetryPolicy;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running controller: the parts, wired by hand. */
final class Controller implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Controller.class);
  private static final Duration FULL_RECORD_EVERY = Duration.ofHours(1);
  private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(5);

  private final DecisionRing ring;
  private final ControlLoop loop;
  private final Javalin server;

  private Controller(DecisionRing ring, ControlLoop loop, Javalin server) {
    this.ring = ring;
    this.loop = loop;
    this.server = server;
  }

  /**
   * Starts everything; neither Prometheus nor serving need to be up.
   *
   * @throws UserException when the catalogue, the state directory or the port cannot be used
   */
  static Controller start(ControllerOptions options, Clock clock, PrintStream out) {
    CatalogueDocument document = CatalogueDocument.read(options.catalogue());
    DecisionRing ring = DecisionRing.open(options.state());
    try {
      Controller controller = wired(options, document, clock, ring, out);
      controller.listen(options.host(), options.port());
      controller.loop.start();
      return controller;
    } catch (RuntimeException failed) {
      close(ring);
      throw failed;
    }
  }

  private static Controller wired(
      ControllerOptions options,
      CatalogueDocument document,
      Clock clock,
      DecisionRing ring,
      PrintStream out) {
    Catalogue catalogue = document.catalogue();
    Duration timeout = timeout(catalogue);
    PrometheusEndpoint endpoint =
        new PrometheusEndpoint(options.prometheus(), options.access().withTimeout(timeout));
    // One try: the next tick asks again anyway.
    RetryPolicy once = new RetryPolicy(1, timeout, timeout, new SplittableRandom(0));
    ControllerMetrics metrics = new ControllerMetrics();
    ControlLoop loop =
        new ControlLoop(
            catalogue,
            clock,
            new PrometheusObserver(catalogue, new PrometheusClient(endpoint, once)),
            new ServingClient(options.serving(), timeout),
            resumed(catalogue, ring, clock.instant()),
            new Journal(ring, out, catalogue.timescale().wallDuration(FULL_RECORD_EVERY)),
            metrics,
            Hands.still());
    List<WorkloadId> ids = catalogue.workloads().stream().map(WorkloadSpec::workload).toList();
    return new Controller(
        ring, loop, new ControllerApi(ids, document, ring, loop, metrics).server());
  }

  /** All workloads, each going on from its last decision if there is one. */
  static List<WorkloadControl> resumed(Catalogue catalogue, DecisionRing ring, Instant now) {
    List<WorkloadControl> workloads =
        catalogue.workloads().stream()
            .map(spec -> new WorkloadControl(WorkloadRules.of(spec, catalogue)))
            .toList();
    var last = ring.newestOfEach(workloads.stream().map(each -> each.spec().workload()).toList());
    for (WorkloadControl workload : workloads) {
      JsonNode record = last.get(workload.spec().workload());
      if (record != null) {
        resume(workload, record, now);
      }
    }
    return workloads;
  }

  // Another version may have written it; then the workload starts as if it were new.
  private static void resume(WorkloadControl workload, JsonNode record, Instant now) {
    try {
      workload.resume(Journal.read(record), now);
    } catch (IllegalArgumentException foreign) {
      LOG.warn("{}: its last decision cannot be read: {}", workload.spec().workload(), record);
    }
  }

  /** All calls of one pass together should take no longer than the pause between two. */
  static Duration timeout(Catalogue catalogue) {
    long queries =
        catalogue.workloads().stream()
            .flatMap(spec -> Stream.concat(Stream.of(spec.demand()), spec.readyReplicas().stream()))
            .map(catalogue::query)
            .map(QuerySpec::name)
            .distinct()
            .count();
    Duration interval =
        catalogue.timescale().wallDuration(Duration.ofSeconds(Behavior.SYNC_SECONDS));
    Duration share = interval.dividedBy(queries + 1);
    if (share.compareTo(SHORTEST_TIMEOUT) < 0) {
      return SHORTEST_TIMEOUT;
    }
    return share.compareTo(LONGEST_TIMEOUT) > 0 ? LONGEST_TIMEOUT : share;
  }

  /** The port where it listens. */
  int port() {
    return server.port();
  }

  private void listen(String host, int port) {
    try {
      server.start(host, port);
    } catch (JavalinBindException taken) {
      throw new UserException(
          "the controller cannot listen on " + host + ":" + port,
          "the port is taken, or the address is not this machine's",
          "choose another with --port or --host",
          taken);
    }
  }

  @Override
  public void close() {
    loop.close();
    server.stop();
    close(ring);
  }

  private static void close(DecisionRing ring) {
    try {
      ring.close();
    } catch (IOException lost) {
      throw new UncheckedIOException("the decision ring did not close", lost);
    }
  }
}
