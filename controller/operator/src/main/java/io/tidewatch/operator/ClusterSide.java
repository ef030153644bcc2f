package io.tidewatch.operator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.crd.KubernetesAccess;
import io.tidewatch.operator.crd.spec.IncidentRules;
import io.tidewatch.operator.crd.spec.PredictiveScalerSpec;
import io.tidewatch.operator.heal.HealParts;
import io.tidewatch.operator.heal.Healer;
import io.tidewatch.operator.incident.IncidentDesk;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/** All of a controller that talks to the API server: what it follows, and what it may change. */
final class ClusterSide implements AutoCloseable {
  private static final Duration WEEKS_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration HEALERS_TIMEOUT = Duration.ofSeconds(5);

  private final KubernetesAccess access;
  private final KubernetesFleet fleet;
  private final KubernetesClient client;
  private final ModeSwitch modes;
  private final IncidentDesk desk;
  private final ControllerOptions options;
  private final ControllerMetrics metrics;
  private final Deeds deeds;
  private final Acting acting;
  private final Clock clock;
  private final CapacityBook capacities;
  private Optional<KubernetesThread> thread = Optional.empty();
  private volatile Optional<Healer> healer = Optional.empty();

  private ClusterSide(
      ControllerOptions options,
      ControllerOptions.Cluster cluster,
      KubernetesFleet fleet,
      ControllerMetrics metrics,
      Clock clock) {
    this.options = options;
    this.metrics = metrics;
    this.access = cluster.access();
    this.fleet = fleet;
    this.clock = clock;
    this.client = access.client();
    String home = cluster.lease().orElseGet(() -> namespace(client));
    this.modes = new ModeSwitch(client, home, cluster.mode(), clock);
    this.desk = openOrLetGo(cluster);
    metrics.include(desk::register);
    this.capacities =
        new CapacityBook(
            fleet.base().shared().timescale(),
            () -> fleet.document().map(CatalogueDocument::catalogue),
            options.prometheusClient(WEEKS_TIMEOUT),
            clock);
    this.deeds = new Deeds(metrics, new DeedIncidents(desk, clock));
    this.acting =
        Acting.start(
            client,
            home,
            access.namespaces(),
            identity(),
            fleet.base().shared().timescale(),
            this::orders,
            deeds,
            clock);
  }

  private IncidentDesk openOrLetGo(ControllerOptions.Cluster cluster) {
    try {
      return IncidentDesk.open(
          cluster.incidents(),
          options.state().resolve("incidents"),
          fleet.base().shared().timescale().step(),
          this::incidentRules,
          clock,
          new SplittableRandom());
    } catch (RuntimeException failed) {
      client.close();
      throw failed;
    }
  }

  /** Stands for election; nothing is followed before {@link #follow}. */
  static ClusterSide open(
      ControllerOptions options,
      ControllerOptions.Cluster cluster,
      KubernetesFleet fleet,
      ControllerMetrics metrics,
      Clock clock) {
    return new ClusterSide(options, cluster, fleet, metrics, clock);
  }

  Hands hands() {
    return acting.hands();
  }

  /** The mode that no workload goes beyond now. */
  Mode limit() {
    return modes.limit();
  }

  boolean leads() {
    return acting.leads();
  }

  /**
   * Begins to follow the PredictiveScalers and to tell each what became of it.
   *
   * @throws UserException when the restarts of the last day cannot be read; then all is let go
   */
  ClusterSide follow(ControlLoop loop) {
    try {
      begin(loop);
      return this;
    } catch (RuntimeException failed) {
      close();
      throw failed;
    }
  }

  private void begin(ControlLoop loop) {
    desk.start(acting::leads);
    capacities.start();
    healer = Optional.of(Healer.start(healParts()));
    thread = Optional.of(KubernetesThread.start(client, access, fleet, loop, this, clock));
  }

  /** Once a second, on the thread that follows. */
  void look() {
    modes.look();
  }

  CapacityBook capacities() {
    return capacities;
  }

  Deeds deeds() {
    return deeds;
  }

  /** What is open and what has lately been resolved. */
  ObjectNode incidents() {
    return desk.view();
  }

  private HealParts healParts() {
    return new HealParts(
        client,
        acting.fence(),
        acting::leads,
        acting.actuators(),
        options.prometheusClient(HEALERS_TIMEOUT),
        options.serving(),
        fleet.base().shared(),
        options.state(),
        acting.notes(),
        fleet::plans,
        this::limit,
        HealParts.USUAL_CLUSTER_BUDGET,
        desk,
        metrics::healed,
        clock);
  }

  private Optional<IncidentRules> incidentRules(WorkloadId workload) {
    return fleet
        .plan(workload)
        .flatMap(plan -> plan.object().spec())
        .map(PredictiveScalerSpec::incidents);
  }

  // The second pod of a restart is a floor, too: nobody else may lower it meanwhile.
  private Optional<Orders> orders(WorkloadId workload) {
    boolean surging = healer.filter(each -> each.surging(workload)).isPresent();
    return fleet
        .plan(workload)
        .map(plan -> ScalerOrders.of(plan, limit(), fleet.base().shared().timescale()))
        .map(orders -> orders.whileRolling(surging));
  }

  private static String namespace(KubernetesClient client) {
    return Optional.ofNullable(client.getNamespace()).orElse("default");
  }

  // A restarted process is another one, although its pod's name is the same.
  private static String identity() {
    String host = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("tidewatch");
    return String.join("_", List.of(host, UUID.randomUUID().toString().substring(0, 8)));
  }

  @Override
  public void close() {
    thread.ifPresent(KubernetesThread::close);
    healer.ifPresent(Healer::close);
    capacities.close();
    acting.close();
    desk.close();
    client.close();
  }
}
