package io.tidewatch.operator.size;

import io.tidewatch.domain.Timescale;
import io.tidewatch.operator.actuate.ContainerSize.Resource;
import io.tidewatch.operator.actuate.PodListing;
import io.tidewatch.operator.actuate.PodName;
import io.tidewatch.operator.actuate.PodSight;
import io.tidewatch.operator.actuate.PodSize;
import io.tidewatch.operator.actuate.ResizeReason;
import io.tidewatch.operator.actuate.Resizer;
import io.tidewatch.operator.actuate.SizeSights;
import io.tidewatch.operator.actuate.SizeSights.Seen;
import io.tidewatch.operator.actuate.TemplateSight;
import io.tidewatch.operator.size.Resizing.Phase;
import io.tidewatch.policy.size.SizeVerdict.Keep;
import io.tidewatch.policy.size.SizeVerdict.Why;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The next thing of one resize: a running pod, one after the other, each until its kubelet is done
 * and it is ready; then the template. Each write is one that may be repeated.
 */
final class ResizeSteps {
  static final Duration PATIENCE = Duration.ofMinutes(10);
  // What is needed may have changed since it was decided.
  private static final Duration FRESH = Duration.ofHours(1);

  private final SizeCluster cluster;
  private final SizeLedger ledger;
  private final SizeHolds holds;
  private final TemplateStep template;
  private final SizeDesk desk;
  private final Timescale timescale;
  // Pods that took our size; a later process does not know them, and gives up when it is late.
  private final Set<String> had = new HashSet<>();

  ResizeSteps(
      SizeCluster cluster,
      SizeLedger ledger,
      SizeHolds holds,
      TemplateStep template,
      SizeDesk desk,
      Timescale timescale) {
    this.cluster = cluster;
    this.ledger = ledger;
    this.holds = holds;
    this.template = template;
    this.desk = desk;
    this.timescale = timescale;
  }

  void advance(SizePlan plan, Resizing entry, Instant now) throws IOException {
    if (entry.phase() == Phase.ROLLING) {
      template.rolling(plan, entry, now);
      return;
    }
    if (entry.phase() == Phase.TARGET) {
      template.target(plan, entry, now);
      return;
    }
    if (!plan.acts() || !plan.terms().equals(entry.terms())) {
      template.end(plan, entry, "Withdrawn", "the PredictiveScaler or the mode has changed", now);
      return;
    }
    boolean free = holds.ofPlan(plan).isEmpty() && !plan.closed(timescale.nominal(now));
    // A pod that was begun is seen to its end.
    if (entry.phase() == Phase.PODS && (free || entry.pod().isPresent())) {
      pods(plan, entry, now);
    }
    if (entry.phase() == Phase.TEMPLATE) {
      template.advance(plan, entry, free, now);
    }
  }

  /** Nobody asks for it any more. */
  void disown(Resizing entry, Instant now) throws IOException {
    if (entry.phase() != Phase.TARGET || template.backAlone(entry)) {
      ledger.end(entry, now);
    }
  }

  private void pods(SizePlan plan, Resizing entry, Instant now) throws IOException {
    PodListing.Listed listed = cluster.pods(plan.workload().namespace());
    if (listed.trouble().isPresent()) {
      impatient(plan, entry, ResizeReason.API_TROUBLE.code(), listed.trouble().get(), now);
      return;
    }
    List<PodSight> pods = listed.of(plan.workload());
    if (entry.pod().isPresent()) {
      underWay(plan, entry, find(pods, entry.pod().get()), now);
      return;
    }
    Optional<PodSight> next =
        pods.stream().filter(pod -> !entry.done().contains(pod.name().uid())).findFirst();
    if (next.isEmpty()) {
      template.afterPods(plan, entry, now);
      return;
    }
    if (!pods.stream().allMatch(PodSight::ready)) {
      impatient(plan, entry, "OthersNotReady", "some of its pods are not ready", now);
      return;
    }
    if (heldUp(plan, entry, now)) {
      return;
    }
    // An earlier resize is no fight about this one.
    had.remove(next.get().name().uid());
    Resizing begun = entry.on(next.get().name().uid(), now);
    ledger.save(begun, now);
    underWay(plan, begun, next, now);
  }

  // What was decided may not hold any more when the turn of a pod comes.
  private boolean heldUp(SizePlan plan, Resizing entry, Instant now) throws IOException {
    if (now.isAfter(entry.since().plus(timescale.wallDuration(FRESH)))) {
      template.end(plan, entry, "Stale", "it was decided too long ago for the pods left", now);
      return true;
    }
    Seen<TemplateSight> seen = cluster.template(plan.target());
    Seen<SizeSights.Hpa> hpa = holds.hpa(plan, now);
    if (seen.what().isEmpty() || hpa.trouble().isPresent()) {
      String text = seen.trouble().or(hpa::trouble).orElse("there is no such Deployment");
      impatient(plan, entry, ResizeReason.API_TROUBLE.code(), text, now);
      return true;
    }
    Optional<Keep> other =
        changed(entry, seen.what().get())
            .or(() -> holds.ofTemplate(plan, seen.what().get()))
            .or(() -> holds.ofOthers(plan, hpa))
            .or(() -> measured(entry, hpa));
    if (other.isEmpty()) {
      return false;
    }
    String code = other.get().why().code();
    if (other.get().why().well()) {
      impatient(plan, entry, code, other.get().text(), now);
    } else {
      template.end(plan, entry, code, other.get().text(), now);
    }
    return true;
  }

  private static Optional<Keep> changed(Resizing entry, TemplateSight seen) {
    return seen.containers().contains(entry.before())
        ? Optional.empty()
        : Optional.of(
            new Keep(
                Why.CONFLICTING_OWNER,
                "the template's requests were changed since it was decided"));
  }

  private static Optional<Keep> measured(Resizing entry, Seen<SizeSights.Hpa> hpa) {
    boolean cpu = entry.wanted().containsKey(Resource.CPU);
    boolean memory = entry.wanted().containsKey(Resource.MEMORY);
    return hpa.what()
        .filter(each -> cpu && each.onCpu() || memory && each.onMemory())
        .map(
            each ->
                new Keep(
                    Why.CONFLICTING_OWNER,
                    "the HPA " + each.name() + " measures shares of the requests by now"));
  }

  private static Optional<PodSight> find(List<PodSight> pods, String uid) {
    return pods.stream().filter(pod -> pod.name().uid().equals(uid)).findFirst();
  }

  private void underWay(SizePlan plan, Resizing entry, Optional<PodSight> pod, Instant now)
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

  private void impatient(SizePlan plan, Resizing entry, String code, String text, Instant now)
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
