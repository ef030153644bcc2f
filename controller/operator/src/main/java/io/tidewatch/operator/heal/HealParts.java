package io.tidewatch.operator.heal;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.DecisionRecord.Mode;
import io.tidewatch.operator.actuate.Actuators;
import io.tidewatch.operator.actuate.Fence;
import io.tidewatch.operator.actuate.LeaderNotes;
import io.tidewatch.operator.crd.ScalerPlan;
import io.tidewatch.operator.incident.Incidents;
import io.tidewatch.source.ApiCall;
import io.tidewatch.source.PrometheusClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a healer is made of.
 *
 * @param fence asked before every write
 * @param leads whether this process leads, as far as it knows; a replica that does not looks at
 *     nothing
 * @param actuators those that the hands use
 * @param prometheus where memory comes from
 * @param serving where anomaly scores come from
 * @param catalogue has the timescale and the query {@code memory_of_limit}
 * @param state directory of this controller alone
 * @param notes where restarts stand for other leaders
 * @param plans what PredictiveScalers ask for now
 * @param limit the mode that none of them can go beyond now
 * @param clusterPerDay the most restarts of the whole cluster in 24 nominal hours
 * @param news hears what happens, on the healer's thread
 */
public record HealParts(
    KubernetesClient client,
    Fence fence,
    BooleanSupplier leads,
    Actuators actuators,
    PrometheusClient prometheus,
    ApiCall serving,
    Catalogue catalogue,
    Path state,
    LeaderNotes notes,
    Supplier<Collection<ScalerPlan>> plans,
    Supplier<Mode> limit,
    int clusterPerDay,
    Incidents incidents,
    Consumer<HealNews> news,
    Clock clock) {
  /** The most restarts of a whole cluster in a day, unless said otherwise. */
  public static final int USUAL_CLUSTER_BUDGET = 20;

  public HealParts {
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(fence, "fence");
    Objects.requireNonNull(leads, "leads");
    Objects.requireNonNull(actuators, "actuators");
    Objects.requireNonNull(prometheus, "prometheus");
    Objects.requireNonNull(serving, "serving");
    Objects.requireNonNull(catalogue, "catalogue");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(notes, "notes");
    Objects.requireNonNull(plans, "plans");
    Objects.requireNonNull(limit, "limit");
    Objects.requireNonNull(incidents, "incidents");
    Objects.requireNonNull(news, "news");
    Objects.requireNonNull(clock, "clock");
  }
}
