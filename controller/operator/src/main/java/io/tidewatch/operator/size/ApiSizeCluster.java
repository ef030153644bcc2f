package io.tidewatch.operator.size;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidewatch.operator.actuate.Actuators;
import io.tidewatch.operator.actuate.ContainerSize;
import io.tidewatch.operator.actuate.ContainerSize.Resource;
import io.tidewatch.operator.actuate.Errand;
import io.tidewatch.operator.actuate.Fence;
import io.tidewatch.operator.actuate.HpaTarget;
import io.tidewatch.operator.actuate.PodListing;
import io.tidewatch.operator.actuate.PodName;
import io.tidewatch.operator.actuate.PodSize;
import io.tidewatch.operator.actuate.Resizer;
import io.tidewatch.operator.actuate.SizeMark;
import io.tidewatch.operator.actuate.SizeSights;
import io.tidewatch.operator.actuate.SizeSights.Seen;
import io.tidewatch.operator.actuate.TargetName;
import io.tidewatch.operator.actuate.TemplateSight;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A real cluster. */
record ApiSizeCluster(PodListing listing, SizeSights sights, Resizer resizer, Actuators actuators)
    implements SizeCluster {
  static ApiSizeCluster of(KubernetesClient client, Fence fence, Actuators actuators) {
    return new ApiSizeCluster(
        PodListing.of(client), SizeSights.of(client), Resizer.of(client, fence), actuators);
  }

  @Override
  public PodListing.Listed pods(String namespace) {
    return listing.in(namespace);
  }

  @Override
  public PodSize size(PodName pod) {
    return sights.pod(pod);
  }

  @Override
  public Seen<TemplateSight> template(TargetName target) {
    return sights.template(target);
  }

  @Override
  public Seen<String> vpa(TargetName target) {
    return sights.vpa(target);
  }

  @Override
  public Seen<SizeSights.Hpa> hpa(TargetName target, String terms, Instant now) {
    return sights.hpa(target, terms, now);
  }

  @Override
  public Resizer.Result resize(
      PodName pod,
      String container,
      Optional<Map<Resource, Long>> from,
      Map<Resource, Long> wanted) {
    return resizer.pod(pod, container, from, wanted);
  }

  @Override
  public Resizer.Result write(TargetName target, ContainerSize before, SizeMark mark) {
    return resizer.template(target, before, mark);
  }

  @Override
  public Resizer.Result retarget(String namespace, HpaTarget target) {
    return actuators.retarget(namespace, target);
  }

  @Override
  public void event(Errand.Note note) {
    actuators.run(note);
  }
}
