package io.tidewatch.operator.size;

import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.ContainerSize;
import io.tidewatch.operator.actuate.ContainerSize.Resource;
import io.tidewatch.operator.actuate.HpaTarget;
import io.tidewatch.operator.actuate.SizeMark;
import java.time.Instant;
import java.util.EnumMap;
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
 * @param running what the pods asked for then, which may be another size
 * @param wanted requests, as far as they change
 * @param target the HPA's that changes with the CPU request
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
    ContainerSize running,
    Map<Resource, Long> wanted,
    Optional<HpaTarget> target,
    Optional<String> pod,
    Set<String> done) {
  /** How far it is. */
  enum Phase {
    /** Running pods, one by one. */
    PODS,
    /** The pods have it, or cannot; the template waits for a change window. */
    TEMPLATE,
    /** The HPA's target changes, and the template with it. */
    TARGET,
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
    Objects.requireNonNull(running, "running");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(pod, "pod");
    wanted = Map.copyOf(wanted);
    done = Set.copyOf(done);
  }

  static Resizing begun(
      SizePlan plan,
      Phase first,
      ContainerSize before,
      ContainerSize running,
      Map<Resource, Long> wanted,
      Optional<HpaTarget> target,
      Instant now) {
    return new Resizing(
        plan.workload(),
        plan.terms(),
        now,
        first,
        now,
        before,
        running,
        wanted,
        target,
        Optional.empty(),
        Set.of());
  }

  /** What the template asked for of that which changes. */
  Map<Resource, Long> former() {
    return formerOf(before);
  }

  /** What the running pods asked for of that which changes. */
  Map<Resource, Long> formerOfPods() {
    return formerOf(running);
  }

  private Map<Resource, Long> formerOf(ContainerSize size) {
    Map<Resource, Long> former = new EnumMap<>(Resource.class);
    wanted.keySet().forEach(each -> former.put(each, size.requests().get(each)));
    return former;
  }

  /** The container as it is with what is wanted. */
  ContainerSize after() {
    ContainerSize after = before;
    for (Map.Entry<Resource, Long> each : wanted.entrySet()) {
      after = after.with(each.getKey(), each.getValue());
    }
    return after;
  }

  /** What is remembered on the template once it has it. */
  SizeMark mark(SizePlan plan) {
    return new SizeMark(plan.scaler().object().toString(), terms, before.name(), former(), wanted);
  }

  boolean open() {
    return phase != Phase.ENDED;
  }

  /** Whether pods are changing on its account right now. */
  boolean moves() {
    boolean template = phase == Phase.TARGET || phase == Phase.ROLLING;
    return template || phase == Phase.PODS && pod.isPresent();
  }

  Resizing next(Phase then, Instant from) {
    return new Resizing(
        workload, terms, at, then, from, before, running, wanted, target, Optional.empty(), done);
  }

  Resizing on(String uid, Instant now) {
    return new Resizing(
        workload, terms, at, phase, now, before, running, wanted, target, Optional.of(uid), done);
  }

  Resizing finished(String uid, Instant now) {
    Set<String> all = new TreeSet<>(done);
    all.add(uid);
    return new Resizing(
        workload, terms, at, phase, now, before, running, wanted, target, Optional.empty(), all);
  }
}
