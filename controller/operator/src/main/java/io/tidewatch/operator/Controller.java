package io.tidewatch.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.Javalin;
import io.javalin.util.JavalinBindException;
import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.DecisionLine;
import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.UserException;
import io.tidewatch.operator.crd.CatalogueText;
import io.tidewatch.policy.Behavior;
import io.tidewatch.source.Door;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
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
  private final AutoCloseable source;
  private final ParameterBook parameters;

  private Controller(
      DecisionRing ring,
      ControlLoop loop,
      Javalin server,
      AutoCloseable source,
      ParameterBook parameters) {
    this.parameters = parameters;
    this.ring = ring;
    this.loop = loop;
    this.server = server;
    this.source = source;
  }

  /**
   * Starts everything; neither Prometheus nor serving nor the API server need to be up.
   *
   * @throws UserException when the catalogue, the state directory or the port cannot be used
   */
  static Controller start(ControllerOptions options, Clock clock, PrintStream out) {
    Optional<CatalogueDocument> document = options.catalogue().map(CatalogueDocument::read);
    DecisionRing ring = DecisionRing.open(options.state());
    try {
      Controller controller =
          options
              .kubernetes()
              .map(cluster -> following(options, cluster, document, clock, ring, out))
              .orElseGet(() -> fixed(options, document.orElseThrow(), clock, ring, out));
      controller.listenOrLetGo(options.door());
      controller.parameters.start();
      controller.loop.start();
      return controller;
    } catch (RuntimeException failed) {
      close(ring);
      throw failed;
    }
  }

  private static Controller fixed(
      ControllerOptions options,
      CatalogueDocument document,
      Clock clock,
      DecisionRing ring,
      PrintStream out) {
    Catalogue catalogue = document.catalogue();
    ControllerMetrics metrics = new ControllerMetrics();
    ParameterBook parameters = parameters(options, clock);
    Fleet fleet =
        new Fleet(
            observer(options, catalogue, timeout(catalogue)),
            resumed(catalogue, ring, clock.instant()));
    ControlLoop loop =
        loop(
            options,
            catalogue,
            clock,
            fleet,
            parameters.over(UnaryOperator.identity()),
            ring,
            out,
            new Remarks(),
            metrics,
            Hands.still());
    Optional<CatalogueDocument> always = Optional.of(document);
    Javalin server =
        new ControllerApi(() -> always, ring, loop, metrics).server(options.door(), clock);
    return new Controller(ring, loop, server, () -> {}, parameters);
  }

  private static Controller following(
      ControllerOptions options,
      ControllerOptions.Cluster cluster,
      Optional<CatalogueDocument> document,
      Clock clock,
      DecisionRing ring,
      PrintStream out) {
    CatalogueText base =
        CatalogueText.of(
            document.map(CatalogueDocument::text).orElse(CatalogueText.BUILT_IN),
            options.catalogue().map(Path::toString).orElse("built in"));
    Catalogue shared = base.shared();
    ControllerMetrics metrics = new ControllerMetrics();
    ParameterBook parameters = parameters(options, clock);
    Remarks remarks = new Remarks();
    Duration timeout = timeout(shared.timescale(), 2);
    KubernetesFleet fleet =
        new KubernetesFleet(base, catalogue -> observer(options, catalogue, timeout), ring, clock);
    ClusterSide side = ClusterSide.open(options, cluster, fleet, metrics, remarks, clock);
    ControlLoop loop =
        loop(
            options,
            shared,
            clock,
            fleet.empty(),
            parameters.over(fleet::next),
            ring,
            out,
            remarks,
            metrics,
            side.hands());
    Javalin server =
        new ControllerApi(
                fleet::document, side::limit, ring, loop, metrics, side::incidents, side::refused)
            .server(options.door(), clock);
    return new Controller(ring, loop, server, side.follow(loop), parameters);
  }

  private static ParameterBook parameters(ControllerOptions options, Clock clock) {
    return new ParameterBook(new ParameterClient(options.serving(), LONGEST_TIMEOUT), clock);
  }

  private static Observer observer(
      ControllerOptions options, Catalogue catalogue, Duration timeout) {
    return new PrometheusObserver(catalogue, options.prometheusClient(timeout));
  }

  private static ControlLoop loop(
      ControllerOptions options,
      Catalogue catalogue,
      Clock clock,
      Fleet fleet,
      UnaryOperator<Fleet> succession,
      DecisionRing ring,
      PrintStream out,
      Remarks remarks,
      ControllerMetrics metrics,
      Hands hands) {
    Duration hour = catalogue.timescale().wallDuration(FULL_RECORD_EVERY);
    return new ControlLoop(
        catalogue,
        clock,
        fleet,
        succession,
        new ServingClient(options.serving(), timeout(catalogue)),
        new Journal(ring, clock.instant(), out, hour, remarks),
        metrics,
        hands);
  }

  /** All workloads, each going on from its last decision if there is one. */
  static List<WorkloadControl> resumed(Catalogue catalogue, DecisionRing ring, Instant now) {
    List<WorkloadRules> rules =
        catalogue.workloads().stream().map(spec -> WorkloadRules.of(spec, catalogue)).toList();
    return resumed(rules, ring, now);
  }

  static List<WorkloadControl> resumed(List<WorkloadRules> rules, DecisionRing ring, Instant now) {
    List<WorkloadControl> workloads = rules.stream().map(WorkloadControl::new).toList();
    var last = ring.newestOfEach(workloads.stream().map(each -> each.spec().workload()).toList());
    for (WorkloadControl workload : workloads) {
      JsonNode record = last.get(workload.spec().workload());
      if (record != null) {
        resume(workload, record, ring.worth().of(workload.spec().workload()), now);
      }
    }
    return workloads;
  }

  // Another version may have written it; then the workload starts as if it were new.
  private static void resume(
      WorkloadControl workload, JsonNode record, Ledger.Carried worth, Instant now) {
    try {
      workload.resume(DecisionLine.read(record), worth, now);
    } catch (IllegalArgumentException | UserException foreign) {
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
    return timeout(catalogue.timescale(), queries);
  }

  private static Duration timeout(Timescale timescale, long queries) {
    Duration interval = timescale.wallDuration(Duration.ofSeconds(Behavior.SYNC_SECONDS));
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

  private void listenOrLetGo(Door door) {
    try {
      listen(door);
    } catch (RuntimeException failed) {
      closeSource();
      throw failed;
    }
  }

  private void listen(Door door) {
    try {
      server.start();
    } catch (JavalinBindException taken) {
      throw new UserException(
          "the controller cannot listen on " + door.host() + ":" + door.port(),
          "the port is taken, or the address is not this machine's",
          "choose another with --port or --host",
          taken);
    }
  }

  @Override
  public void close() {
    loop.close();
    parameters.close();
    server.stop();
    closeSource();
    close(ring);
  }

  private void closeSource() {
    try {
      source.close();
    } catch (Exception lost) {
      LOG.warn("the API server's watch did not close", lost);
    }
  }

  private static void close(DecisionRing ring) {
    try {
      ring.close();
    } catch (IOException lost) {
      throw new UncheckedIOException("the decision ring did not close", lost);
    }
  }
}
