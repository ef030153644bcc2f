package io.tidewatch.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.Actuators;
import io.tidewatch.operator.actuate.Deed;
import io.tidewatch.operator.actuate.Fence;
import io.tidewatch.operator.actuate.LeaderNotes;
import io.tidewatch.operator.actuate.Leadership;
import io.tidewatch.operator.actuate.Sweeper;
import io.tidewatch.policy.Behavior;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The parts of a controller that may change a cluster: election, hands and the sweep. */
final class Acting implements AutoCloseable {
  private static final int LEADERSHIP_LOST = 75;

  private final Leadership leadership;
  private final Actuators actuators;
  private final SweepTimer sweep;
  private final Hands hands;

  private Acting(Leadership leadership, Actuators actuators, SweepTimer sweep, Hands hands) {
    this.leadership = leadership;
    this.actuators = actuators;
    this.sweep = sweep;
    this.hands = hands;
  }

  /**
   * @param lease the lease's namespace
   * @param namespaces where HPAs are looked for; everywhere when empty
   * @param identity of this process alone
   * @param orders what the user allows about a workload; empty: nothing
   * @param told hears what was done, on the hands' own thread
   */
  static Acting start(
      KubernetesClient client,
      String lease,
      List<String> namespaces,
      String identity,
      Timescale timescale,
      Function<WorkloadId, Optional<Orders>> orders,
      BiConsumer<WorkloadId, Deed> told,
      Clock clock) {
    Duration sync = timescale.wallDuration(Duration.ofSeconds(Behavior.SYNC_SECONDS));
    // At once and without hooks: a process that does not lead must not write one request more.
    Leadership leadership =
        Leadership.seek(
            client, lease, identity, clock, () -> Runtime.getRuntime().halt(LEADERSHIP_LOST));
    Actuators actuators = Actuators.of(client, namespaces, leadership, clock, sync);
    SweepTimer sweep = SweepTimer.every(timescale.step(), Sweeper.of(client, clock), namespaces);
    Hands hands = ClusterHands.of(orders, actuators, leadership::leads, told, clock);
    return new Acting(leadership, actuators, sweep, hands);
  }

  /** What the loop calls; of a replica that does not lead every write is refused. */
  Hands hands() {
    return hands;
  }

  /** Asked before every write. */
  Fence fence() {
    return leadership;
  }

  /**
   * Where leaders tell each other what was done.
   *
   * @param annotation of the Lease
   */
  LeaderNotes notes(String annotation) {
    return new LeaseNotes(leadership, annotation);
  }

  Actuators actuators() {
    return actuators;
  }

  /** Whether this process leads, as far as it knows without asking. */
  boolean leads() {
    return leadership.leads();
  }

  @Override
  public void close() {
    hands.close();
    sweep.close();
    leadership.close();
  }
}
