package io.tidewatch.operator.heal;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidewatch.domain.Timescale;
import io.tidewatch.operator.actuate.Actuators;
import io.tidewatch.operator.actuate.Errand;
import io.tidewatch.operator.actuate.Evictor;
import io.tidewatch.operator.actuate.Fence;
import io.tidewatch.operator.actuate.PodListing;
import io.tidewatch.operator.actuate.PodName;
import io.tidewatch.operator.actuate.RestartRun;
import io.tidewatch.operator.actuate.TargetName;
import io.tidewatch.operator.actuate.TargetState;
import io.tidewatch.operator.crd.ScalerPlan;

/**
 * A real cluster.
 *
 * @param actuators those of the hands: two that do not know of each other would fight over an HPA
 */
record ApiCluster(
    KubernetesClient client,
    PodListing listing,
    Evictor evictor,
    Actuators actuators,
    Timescale timescale)
    implements Cluster {
  static ApiCluster of(
      KubernetesClient client, Fence fence, Actuators actuators, Timescale timescale) {
    return new ApiCluster(
        client, PodListing.of(client), Evictor.of(client, fence), actuators, timescale);
  }

  @Override
  public PodListing.Listed pods(String namespace) {
    return listing.in(namespace);
  }

  @Override
  public TargetState target(TargetName target) {
    return TargetState.look(client, target);
  }

  @Override
  public Evictor.Result evict(PodName pod) {
    return evictor.evict(pod);
  }

  @Override
  public RestartRun.Surge surge(ScalerPlan plan, PodName victim) {
    return PodMore.of(plan, victim, actuators, timescale);
  }

  @Override
  public void event(Errand.Note note) {
    actuators.run(note);
  }
}
