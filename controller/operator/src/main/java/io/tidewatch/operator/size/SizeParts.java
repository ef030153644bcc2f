package io.tidewatch.operator.size;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.Actuators;
import io.tidewatch.operator.actuate.Fence;
import io.tidewatch.operator.actuate.LeaderNotes;
import io.tidewatch.operator.crd.ScalerPlan;
import io.tidewatch.source.ApiCall;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What a sizer is made of.
 *
 * @param leads whether this process leads, as far as it knows; a replica that does not does nothing
 * @param state directory of this controller alone
 * @param notes where the resizes of the last day stand for other leaders
 * @param plans what PredictiveScalers ask for now
 * @param limit the mode that none of them can go beyond now
 * @param healing whether a pod of a workload is being replaced
 * @param news hears what happens, on the sizer's thread
 */
public record SizeParts(
    BooleanSupplier leads,
    Timescale timescale,
    Path state,
    LeaderNotes notes,
    Supplier<Collection<ScalerPlan>> plans,
    Supplier<Mode> limit,
    Predicate<WorkloadId> healing,
    Consumer<SizeNews> news,
    Clock clock) {
  public SizeParts {
    Objects.requireNonNull(leads, "leads");
    Objects.requireNonNull(timescale, "timescale");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(notes, "notes");
    Objects.requireNonNull(plans, "plans");
    Objects.requireNonNull(limit, "limit");
    Objects.requireNonNull(healing, "healing");
    Objects.requireNonNull(news, "news");
    Objects.requireNonNull(clock, "clock");
  }

  /**
   * What is outside of the process.
   *
   * @param fence asked before every write
   * @param serving where sizes come from
   */
  public record Outside(
      KubernetesClient client, Fence fence, Actuators actuators, ApiCall serving) {
    public Outside {
      Objects.requireNonNull(client, "client");
      Objects.requireNonNull(fence, "fence");
      Objects.requireNonNull(actuators, "actuators");
      Objects.requireNonNull(serving, "serving");
    }
  }
}
