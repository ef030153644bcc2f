package io.tidewatch.operator.heal;

import io.tidewatch.operator.actuate.Errand;
import io.tidewatch.operator.actuate.Evictor;
import io.tidewatch.operator.actuate.PodListing;
import io.tidewatch.operator.actuate.PodName;
import io.tidewatch.operator.actuate.RestartRun;
import io.tidewatch.operator.actuate.TargetName;
import io.tidewatch.operator.actuate.TargetState;
import io.tidewatch.operator.crd.ScalerPlan;

/** What healing needs of a cluster; every write is fenced. */
interface Cluster {
  PodListing.Listed pods(String namespace);

  TargetState target(TargetName target);

  Evictor.Result evict(PodName pod);

  /** How one pod more is made for this workload. */
  RestartRun.Surge surge(ScalerPlan plan, PodName victim);

  /** Beside the PredictiveScaler; it may be lost. */
  void event(Errand.Note note);
}
