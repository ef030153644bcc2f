package io.tidewatch.operator.size;

import io.tidewatch.domain.Timescale;
import io.tidewatch.operator.actuate.ContainerSize.Resource;
import io.tidewatch.operator.actuate.PodName;
import io.tidewatch.operator.actuate.PodSight;
import io.tidewatch.operator.actuate.PodSize;
import io.tidewatch.operator.actuate.ResizeReason;
import io.tidewatch.operator.actuate.Resizer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One running pod: its new size, until its kubelet is done and it is ready, or its former one. */
final class PodStep {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final SizeCluster cluster;
  private final SizeLedger ledger;
  private final TemplateStep template;
  private final SizeDesk desk;
  private final Timescale timescale;
  // Pods that took our size; a later process does not know them, and gives up when it is late.
  private final Set<String> had = new HashSet<>();

  PodStep(
      SizeCluster cluster,
      SizeLedger ledger,
      TemplateStep template,
      SizeDesk desk,
      Timescale timescale) {
    this.cluster = cluster;
    this.ledger = ledger;
    this.template = template;
    this.desk = desk;
    this.timescale = timescale;
  }

  /** What an earlier resize gave it is no fight about this one. */
  void forget(String uid) {
    had.remove(uid);
  }

  /** Sees a pod that was begun to its end; it may be gone. */
  void underWay(SizePlan plan, Resizing entry, Optional<PodSight> pod, Instant now)
      throws IOException {
    String uid = entry.pod().orElseThrow();
    if (pod.isEmpty()) {
      ledger.save(entry.finished(uid, now), now);
      return;
    }
    PodName name = pod.get().name();
    Optional<Map<Resource, Long>> from =
        Optional.of(entry.formerOfPods()).filter(any -> !had.contains(uid));
    Resizer.Result result = cluster.resize(name, entry.before().name(), from, entry.wanted());
    if (result.reason() == ResizeReason.CONFLICTING_OWNER && from.isPresent()) {
      // A pod that came meanwhile has the template's size, which may be another than the pods'.
      from = Optional.of(entry.former());
      result = cluster.resize(name, entry.before().name(), from, entry.wanted());
    }
    if (result.reason() == ResizeReason.AS_WANTED) {
      had.add(uid);
      taken(plan, entry, pod.get(), now);
      return;
    }
    if (result.reason() == ResizeReason.POD_GONE) {
      ledger.save(entry.finished(uid, now), now);
      return;
    }
    if (result.reason().passing() || result.reason() == ResizeReason.RESIZED) {
      if (result.reason() == ResizeReason.RESIZED) {
        had.add(uid);
      }
      impatient(plan, entry, result.reason().code(), result.text(), now);
      return;
    }
    String text = name + ": " + result.text();
    if (result.reason() == ResizeReason.NOT_SUPPORTED) {
      template.alone(plan, entry, result.reason().code(), text, now);
      return;
    }
    // What the server or the node refuses of a pod would be refused of new pods as well.
    template.end(plan, entry, result.reason().code(), text, now);
  }

  private void taken(SizePlan plan, Resizing entry, PodSight pod, Instant now) throws IOException {
    PodSize size = cluster.size(pod.name());
    switch (size.state()) {
      case GONE -> ledger.save(entry.finished(pod.name().uid(), now), now);
      case DONE -> {
        // Nothing restarts for a resize, so a container that did was killed, perhaps for memory.
        if (pod.started().filter(entry.since()::isBefore).isPresent()) {
          PodSize killed = new PodSize(size.state(), "it restarted with its new size");
          refused(plan, entry, pod, "PodRestarted", killed, now);
          return;
        }
        if (!pod.ready()) {
          if (late(entry, now)) {
            PodSize sick = new PodSize(size.state(), "it is not ready with its new size");
            refused(plan, entry, pod, "PodNotReady", sick, now);
          }
          return;
        }
        done(plan, entry, pod, now);
      }
      case UNDER_WAY, UNKNOWN -> {
        if (late(entry, now)) {
          refused(plan, entry, pod, "ResizeNotTakenUp", size, now);
        }
      }
      case DEFERRED -> refused(plan, entry, pod, "ResizeDeferred", size, now);
      case INFEASIBLE -> refused(plan, entry, pod, "ResizeInfeasible", size, now);
    }
  }

  private void done(SizePlan plan, Resizing entry, PodSight pod, Instant now) throws IOException {
    String text = pod.name().name() + " has " + SizeWords.of(entry.wanted());
    Resizing finished = entry.finished(pod.name().uid(), now);
    ledger.save(finished, now);
    desk.happened(plan, SizeNews.Kind.POD, "PodResized", text, now);
    if (plan.onePodOnly()) {
      template.done(plan, finished, "PodResized", text + "; mode canary stops here", now);
    }
  }

  // What the node cannot give would count against it in the scheduler's eyes.
  private void refused(
      SizePlan plan, Resizing entry, PodSight pod, String code, PodSize size, Instant now)
      throws IOException {
    Resizer.Result back =
        cluster.resize(
            pod.name(), entry.before().name(), Optional.of(entry.wanted()), entry.formerOfPods());
    if (back.reason().passing() && !veryLate(entry, now)) {
      return;
    }
    String text = pod.name() + ": " + size.text();
    if (size.state() == PodSize.State.DEFERRED) {
      template.alone(plan, entry, code, text, now);
      return;
    }
    template.end(plan, entry, code, text, now);
  }

  /** Waits for a while, and not for ever. */
  void impatient(SizePlan plan, Resizing entry, String code, String text, Instant now)
      throws IOException {
    if (late(entry, now)) {
      template.end(plan, entry, code, text, now);
    }
  }

  private boolean veryLate(Resizing entry, Instant now) {
    return now.isAfter(entry.since().plus(timescale.wallDuration(PATIENCE.multipliedBy(2))));
  }

  private boolean late(Resizing entry, Instant now) {
    return now.isAfter(entry.since().plus(timescale.wallDuration(PATIENCE)));
  }
}
