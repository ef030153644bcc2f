package io.tidewatch.operator.heal;

import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.PodListing;
import io.tidewatch.operator.actuate.PodSight;
import io.tidewatch.policy.heal.MemoryTrend;
import io.tidewatch.policy.heal.PodReading;
import io.tidewatch.policy.heal.Strangeness;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at the pods of workloads once a step: one listing for each namespace, one query for all
 * memory, and one question for each workload to serving.
 */
final class PodWatch {
  /** Steps that a container needs to warm up: what it does in them is no trend. */
  private static final int WARM_UP = 10;

  private final Cluster cluster;
  private final MemoryBook memory;
  private final AnomalySource anomalies;
  private final Timescale timescale;
  private final Clock clock;
  private final Map<String, PodListing.Listed> listed = new HashMap<>();
  private final Complaint complaint = new Complaint();
  private Instant enough = Instant.MAX;

  /**
   * @param clock tells when a step has no time left for more questions
   */
  PodWatch(
      Cluster cluster,
      MemoryBook memory,
      AnomalySource anomalies,
      Timescale timescale,
      Clock clock) {
    this.cluster = cluster;
    this.memory = memory;
    this.anomalies = anomalies;
    this.timescale = timescale;
    this.clock = clock;
  }

  /** Those of a workload that are not on their way out. */
  static List<PodSight> of(WorkloadId workload, List<PodSight> pods) {
    return pods.stream()
        .filter(pod -> !pod.leaving() && pod.owner().filter(workload::equals).isPresent())
        .toList();
  }

  /** Begins a step: what was listed for another does not count any more. */
  void begin(long step, Set<WorkloadId> workloads) {
    listed.clear();
    enough = clock.instant().plus(timescale.step().dividedBy(2));
    complaint.about("memory of pods", memory.readTo(step, workloads));
  }

  /** The pods of a workload at a step; empty if they could not be listed. */
  Optional<List<PodReading>> read(WorkloadId workload, long step, Instant now) {
    String namespace = workload.namespace();
    PodListing.Listed listing = listed.computeIfAbsent(namespace, cluster::pods);
    complaint.about("pods of " + namespace, listing.trouble());
    if (listing.trouble().isPresent()) {
      return Optional.empty();
    }
    List<PodSight> pods = of(workload, listing.pods());
    AnomalySource.Said said =
        pods.isEmpty() ? AnomalySource.Said.nothing("no pods") : ask(workload);
    if (!pods.isEmpty()) {
      complaint.about("anomalies of " + workload, said.trouble());
    }
    return Optional.of(
        pods.stream().map(pod -> reading(workload, pod, said.pods(), step, now)).toList());
  }

  // A serving that is slow must not hold up restarts that are under way.
  private AnomalySource.Said ask(WorkloadId workload) {
    return clock.instant().isAfter(enough)
        ? AnomalySource.Said.nothing("serving was too slow to be asked about all workloads")
        : anomalies.about(workload);
  }

  private PodReading reading(
      WorkloadId workload, PodSight pod, Map<String, Strangeness> said, long step, Instant now) {
    String name = pod.name().name();
    long started = timescale.stepIndex(pod.started().orElse(pod.created()));
    long age = timescale.stepIndex(now) - timescale.stepIndex(pod.created());
    return new PodReading(
        pod.name().uid(),
        name,
        pod.node(),
        Math.max(0, age),
        pod.ready(),
        MemoryTrend.of(memory.of(workload, name, started + WARM_UP, step)),
        Optional.ofNullable(said.get(name)));
  }
}
