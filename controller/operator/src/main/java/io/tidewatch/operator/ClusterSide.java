package io.tidewatch.operator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.Deed;
import io.tidewatch.operator.actuate.Errand;
import io.tidewatch.operator.crd.KubernetesAccess;
import io.tidewatch.operator.crd.LastActions;
import io.tidewatch.operator.crd.LastDeed;
import io.tidewatch.operator.crd.Refusals;
import io.tidewatch.operator.crd.ScalerObject;
import io.tidewatch.operator.crd.ScalerPlan;
import io.tidewatch.operator.crd.spec.IncidentRules;
import io.tidewatch.operator.crd.spec.PredictiveScalerSpec;
import io.tidewatch.operator.heal.HealNews;
import io.tidewatch.operator.heal.HealParts;
import io.tidewatch.operator.heal.Healer;
import io.tidewatch.operator.incident.IncidentDesk;
import io.tidewatch.operator.outcome.ActionDesk;
import io.tidewatch.operator.outcome.ActionNews;
import io.tidewatch.operator.outcome.Raise;
import io.tidewatch.operator.outcome.RollbackBook;
import io.tidewatch.operator.outcome.ServiceBook;
import io.tidewatch.operator.outcome.Terms;
import io.tidewatch.operator.size.SizeNews;
import io.tidewatch.operator.size.SizeParts;
import io.tidewatch.operator.size.Sizer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.UUID;

/** All of a controller that talks to the API server: what it follows, and what it may change. */
final class ClusterSide implements AutoCloseable {
  private static final Duration WEEKS_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration ROLLBACKS_COUNT = Duration.ofDays(1);
  private static final Duration HEALERS_TIMEOUT = Duration.ofSeconds(5);

  private final KubernetesAccess access;
  private final KubernetesFleet fleet;
  private final Refusals refusals = new Refusals();
  private final KubernetesClient client;
  private final ModeSwitch modes;
  private final IncidentDesk desk;
  private final ControllerOptions options;
  private final ControllerMetrics metrics;
  private final Deeds deeds;
  private final Acting acting;
  private final ActionDesk actions;
  private final Remarks remarks;
  private final ServiceBook services;
  private final Clock clock;
  private final CapacityBook capacities;
  private Optional<KubernetesThread> thread = Optional.empty();
  private volatile Optional<Healer> healer = Optional.empty();
  private volatile Optional<Sizer> sizer = Optional.empty();

  private ClusterSide(
      ControllerOptions options,
      ControllerOptions.Cluster cluster,
      KubernetesFleet fleet,
      ControllerMetrics metrics,
      Remarks remarks,
      Clock clock) {
    this.options = options;
    this.metrics = metrics;
    this.remarks = remarks;
    this.access = cluster.access();
    this.fleet = fleet;
    this.clock = clock;
    this.client = access.client(refusals);
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
    this.services = services();
    this.actions =
        new ActionDesk(
            fleet.base().shared().timescale(),
            RollbackBook.open(
                options.state(), fleet.base().shared().timescale().wallDuration(ROLLBACKS_COUNT)),
            workload -> fleet.plan(workload).map(Terms::of),
            services,
            desk,
            this::followedUp);
    this.deeds = new Deeds(metrics, new DeedIncidents(desk, clock).andThen(this::followUp));
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
      Remarks remarks,
      Clock clock) {
    return new ClusterSide(options, cluster, fleet, metrics, remarks, clock);
  }

  Hands hands() {
    return new WatchedHands(acting.hands(), actions, clock);
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
    services.start();
    healer = Optional.of(Healer.start(healParts()));
    sizer = Optional.of(Sizer.start(sizeParts(), outsideOfSizes()));
    thread = Optional.of(KubernetesThread.start(client, access, fleet, loop, this, clock));
  }

  /** What the API server forbids this account. */
  List<String> refused() {
    return refusals.now();
  }

  /** Once a second, on the thread that follows. */
  void look() {
    modes.look();
    if (acting.leads()) {
      actions.exchange(acting.notes(LeaseNotes.ROLLBACKS));
    }
  }

  CapacityBook capacities() {
    return capacities;
  }

  Deeds deeds() {
    return deeds;
  }

  /** What was said about the size of its pods last. */
  Optional<LastDeed> size(WorkloadId workload) {
    return sizer.flatMap(each -> each.of(workload));
  }

  /** What was done to a workload lately and how it turned out. */
  LastActions actions(WorkloadId workload) {
    OptionalInt restarts =
        healer
            .map(each -> OptionalInt.of(each.restartsToday(workload)))
            .orElseGet(OptionalInt::empty);
    return actions.of(workload, clock.instant(), restarts);
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
        acting.notes(LeaseNotes.RESTARTS),
        this::plansOfHealing,
        this::limit,
        HealParts.USUAL_CLUSTER_BUDGET,
        desk,
        this::healed,
        clock);
  }

  // Of two hands on the same pods one waits: a resize under way is a rollout to a restart.
  private Collection<ScalerPlan> plansOfHealing() {
    return fleet.plans().stream()
        .map(plan -> plan.whileRolling(resizing(plan.workload().workload())))
        .toList();
  }

  private boolean resizing(WorkloadId workload) {
    return sizer.filter(each -> each.busyWith(workload)).isPresent();
  }

  private SizeParts sizeParts() {
    return new SizeParts(
        acting::leads,
        fleet.base().shared().timescale(),
        options.state(),
        acting.notes(LeaseNotes.RESIZES),
        fleet::plans,
        this::limit,
        workload -> healer.filter(each -> each.busyWith(workload)).isPresent(),
        this::sized,
        clock);
  }

  private SizeParts.Outside outsideOfSizes() {
    return new SizeParts.Outside(client, acting.fence(), acting.actuators(), options.serving());
  }

  private ServiceBook services() {
    return new ServiceBook(
        fleet.base().shared().timescale(),
        () -> fleet.document().map(CatalogueDocument::catalogue),
        options.prometheusClient(HEALERS_TIMEOUT),
        () -> fleet.plans().stream().anyMatch(plan -> Terms.of(plan).levels().any()),
        clock);
  }

  private void healed(HealNews news) {
    metrics.healed(news);
    actions.heard(news);
  }

  private void sized(SizeNews news) {
    metrics.sized(news);
    actions.heard(news);
  }

  private void followedUp(ActionNews news) {
    metrics.followedUp(news);
    remarks.add(news);
  }

  // On the hands' own thread, which has written already: an event may wait for the server, too.
  private void followUp(WorkloadId workload, Deed deed) {
    actions.done(workload, deed, clock.instant());
    actions
        .toBeTold(workload, deed)
        .flatMap(text -> fleet.plan(workload).map(plan -> rolledBack(plan, text)))
        .ifPresent(note -> acting.actuators().run(note));
  }

  private static Errand.Note rolledBack(ScalerPlan plan, String text) {
    ScalerObject about = plan.object();
    return new Errand.Note(
        new Errand.About(about.namespace(), about.name(), about.uid()),
        true,
        ActionDesk.ROLLED_BACK,
        text);
  }

  private Optional<IncidentRules> incidentRules(WorkloadId workload) {
    return fleet
        .plan(workload)
        .flatMap(plan -> plan.object().spec())
        .map(PredictiveScalerSpec::incidents);
  }

  // The second pod of a restart is a floor, too: nobody else may lower it meanwhile.
  private Optional<Orders> orders(WorkloadId workload) {
    Instant now = clock.instant();
    boolean surging =
        healer.filter(each -> each.surging(workload)).isPresent()
            || sizer.filter(each -> each.retargets(workload)).isPresent();
    return fleet
        .plan(workload)
        .map(plan -> ScalerOrders.of(plan, limit(), fleet.base().shared().timescale()))
        .map(orders -> orders.whileRolling(surging))
        .map(orders -> allowed(orders, actions.raise(workload, now)));
  }

  private static Orders allowed(Orders orders, Raise raise) {
    return switch (raise) {
      case ALLOWED -> orders;
      case AS_IT_STANDS -> orders.asItStands();
      case FORBIDDEN -> orders.withoutRaise();
    };
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
    sizer.ifPresent(Sizer::close);
    capacities.close();
    services.close();
    acting.close();
    desk.close();
    client.close();
  }
}
