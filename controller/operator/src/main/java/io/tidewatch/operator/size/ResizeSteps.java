package io.tidewatch.operator.size;

import io.tidewatch.domain.Timescale;
import io.tidewatch.operator.actuate.ContainerSize.Resource;
import io.tidewatch.operator.actuate.PodListing;
import io.tidewatch.operator.actuate.PodSight;
import io.tidewatch.operator.actuate.ResizeReason;
import io.tidewatch.operator.actuate.SizeSights;
import io.tidewatch.operator.actuate.SizeSights.Seen;
import io.tidewatch.operator.actuate.TemplateSight;
import io.tidewatch.operator.size.Resizing.Phase;
import io.tidewatch.policy.size.SizeVerdict.Keep;
import io.tidewatch.policy.size.SizeVerdict.Why;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The next thing of one resize: a running pod, one after the other, each until its kubelet is done
 * and it is ready; then the template. Each write is one that may be repeated.
 */
final class ResizeSteps {
  // What is needed may have changed since it was decided.
  private static final Duration FRESH = Duration.ofHours(1);

  private final SizeCluster cluster;
  private final SizeLedger ledger;
  private final SizeHolds holds;
  private final TemplateStep template;
  private final RolloutStep rollout;
  private final PodStep pod;
  private final Timescale timescale;

  ResizeSteps(
      SizeCluster cluster,
      SizeLedger ledger,
      SizeHolds holds,
      TemplateStep template,
      RolloutStep rollout,
      PodStep pod,
      Timescale timescale) {
    this.cluster = cluster;
    this.ledger = ledger;
    this.holds = holds;
    this.template = template;
    this.rollout = rollout;
    this.pod = pod;
    this.timescale = timescale;
  }

  void advance(SizePlan plan, Resizing entry, Instant now) throws IOException {
    if (entry.phase() == Phase.ROLLING) {
      rollout.rolling(plan, entry, now);
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
      pod.impatient(plan, entry, ResizeReason.API_TROUBLE.code(), listed.trouble().get(), now);
      return;
    }
    List<PodSight> pods = listed.of(plan.workload());
    if (entry.pod().isPresent()) {
      pod.underWay(plan, entry, find(pods, entry.pod().get()), now);
      return;
    }
    Optional<PodSight> next =
        pods.stream().filter(pod -> !entry.done().contains(pod.name().uid())).findFirst();
    if (next.isEmpty()) {
      template.afterPods(plan, entry, now);
      return;
    }
    if (!pods.stream().allMatch(PodSight::ready)) {
      pod.impatient(plan, entry, "OthersNotReady", "some of its pods are not ready", now);
      return;
    }
    if (heldUp(plan, entry, now)) {
      return;
    }
    pod.forget(next.get().name().uid());
    Resizing begun = entry.on(next.get().name().uid(), now);
    ledger.save(begun, now);
    pod.underWay(plan, begun, next, now);
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
      pod.impatient(plan, entry, ResizeReason.API_TROUBLE.code(), text, now);
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
      pod.impatient(plan, entry, code, other.get().text(), now);
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
}
