package io.tidewatch.operator.size;

import io.tidewatch.operator.actuate.ContainerSize;
import io.tidewatch.operator.actuate.ContainerSize.Resource;
import io.tidewatch.operator.actuate.Errand;
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

/** What sizing needs of a cluster; every write is fenced. */
interface SizeCluster {
  PodListing.Listed pods(String namespace);

  PodSize size(PodName pod);

  Seen<TemplateSight> template(TargetName target);

  /** The VerticalPodAutoscaler that changes the same pods. */
  Seen<String> vpa(TargetName target);

  Seen<SizeSights.Hpa> hpa(TargetName target, String terms, Instant now);

  /** A running pod, if it asks for what is wanted or, where that is given, for {@code from}. */
  Resizer.Result resize(
      PodName pod,
      String container,
      Optional<Map<Resource, Long>> from,
      Map<Resource, Long> wanted);

  Resizer.Result write(TargetName target, ContainerSize before, SizeMark mark);

  /** Another target of an HPA for good. */
  Resizer.Result retarget(String namespace, HpaTarget target);

  /** Beside the PredictiveScaler; it may be lost. */
  void event(Errand.Note note);
}
