package io.tidewatch.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.crd.KubernetesAccess;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** All of a controller that talks to the API server: what it follows, and what it may change. */
final class ClusterSide implements AutoCloseable {
  private final KubernetesAccess access;
  private final KubernetesFleet fleet;
  private final KubernetesClient client;
  private final ModeSwitch modes;
  private final Deeds deeds;
  private final Acting acting;
  private final Clock clock;
  private Optional<KubernetesThread> thread = Optional.empty();

  private ClusterSide(
      ControllerOptions.Cluster options,
      KubernetesFleet fleet,
      ControllerMetrics metrics,
      Clock clock) {
    this.access = options.access();
    this.fleet = fleet;
    this.clock = clock;
    this.client = access.client();
    String home = options.lease().orElseGet(() -> namespace(client));
    this.modes = new ModeSwitch(client, home, options.mode(), clock);
    this.deeds = new Deeds(metrics);
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

  /** Stands for election; nothing is followed before {@link #follow}. */
  static ClusterSide open(
      ControllerOptions.Cluster options,
      KubernetesFleet fleet,
      ControllerMetrics metrics,
      Clock clock) {
    return new ClusterSide(options, fleet, metrics, clock);
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

  /** Begins to follow the PredictiveScalers and to tell each what became of it. */
  ClusterSide follow(ControlLoop loop) {
    thread = Optional.of(KubernetesThread.start(client, access, fleet, loop, this, clock));
    return this;
  }

  /** Once a second, on the thread that follows. */
  void look() {
    modes.look();
  }

  Deeds deeds() {
    return deeds;
  }

  private Optional<Orders> orders(WorkloadId workload) {
    return fleet
        .plan(workload)
        .map(plan -> ScalerOrders.of(plan, limit(), fleet.base().shared().timescale()));
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
    acting.close();
    client.close();
  }
}
