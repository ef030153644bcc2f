package io.tidewatch.operator.size;

import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.ContainerSize;
import io.tidewatch.operator.actuate.ContainerSize.Resource;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One resize of a workload, from its beginning to its end.
 *
 * @param terms the version of the PredictiveScaler that allowed it
 * @param at when it was begun (wall time)
 * @param since when the present phase, or the present pod, was begun
 * @param before what the template's container asked for then
 * @param wanted requests, as far as they change
 * @param pod the uid of the running pod that is being resized
 * @param done uids of pods that need no more attention
 */
record Resizing(
    WorkloadId workload,
    String terms,
    Instant at,
    Phase phase,
    Instant since,
    ContainerSize before,
    Map<Resource, Long> wanted,
    Optional<String> pod,
    Set<String> done) {
  /** How far it is. */
  enum Phase {
    /** Running pods, one by one. */
    PODS,
    /** The pods have it, or cannot; the template waits for a change window. */
    TEMPLATE,
    /** The template has it, and new pods come. */
    ROLLING,
    ENDED
  }

  Resizing {
    Objects.requireNonNull(workload, "workload");
    Objects.requireNonNull(terms, "terms");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(phase, "phase");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(before, "before");
    Objects.requireNonNull(pod, "pod");
    wanted = Map.copyOf(wanted);
    done = Set.copyOf(done);
  }

  boolean open() {
    return phase != Phase.ENDED;
  }

  /** Whether pods are changing on its account right now. */
  boolean moves() {
    return phase == Phase.ROLLING || phase == Phase.PODS && pod.isPresent();
  }

  Resizing next(Phase then, Instant from) {
    return new Resizing(workload, terms, at, then, from, before, wanted, Optional.empty(), done);
  }

  Resizing on(String uid, Instant now) {
    return new Resizing(workload, terms, at, phase, now, before, wanted, Optional.of(uid), done);
  }

  Resizing finished(String uid, Instant now) {
    Set<String> all = new TreeSet<>(done);
    all.add(uid);
    return new Resizing(workload, terms, at, phase, now, before, wanted, Optional.empty(), all);
  }
}
