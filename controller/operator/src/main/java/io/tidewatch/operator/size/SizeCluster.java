package io.tidewatch.operator.size;

import io.tidewatch.operator.actuate.ContainerSize;
import io.tidewatch.operator.actuate.ContainerSize.Resource;
import io.tidewatch.operator.actuate.Errand;
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

/** What sizing needs of a cluster; every write is fenced. */
interface SizeCluster {
  PodListing.Listed pods(String namespace);

  PodSize size(PodName pod);

  Seen<TemplateSight> template(TargetName target);

  /** The VerticalPodAutoscaler that changes the same pods. */
  Seen<String> vpa(TargetName target);

  Seen<SizeSights.Hpa> hpa(TargetName target, String terms, Instant now);

  Resizer.Result resize(PodName pod, String container, Map<Resource, Long> wanted);

  Resizer.Result write(TargetName target, ContainerSize before, SizeMark mark);

  /** Beside the PredictiveScaler; it may be lost. */
  void event(Errand.Note note);
}
