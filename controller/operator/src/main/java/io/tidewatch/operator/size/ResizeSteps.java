package io.tidewatch.operator.size;

import io.tidewatch.domain.Timescale;
import io.tidewatch.operator.actuate.ContainerSize.Resource;
import io.tidewatch.operator.actuate.PodListing;
import io.tidewatch.operator.actuate.PodName;
import io.tidewatch.operator.actuate.PodSight;
import io.tidewatch.operator.actuate.PodSize;
import io.tidewatch.operator.actuate.ResizeReason;
import io.tidewatch.operator.actuate.Resizer;
import io.tidewatch.operator.size.Resizing.Phase;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The next thing of one resize: a running pod, one after the other, each until its kubelet is done
 * and it is ready; then the template. Each write is one that may be repeated.
 */
final class ResizeSteps {
  static final Duration PATIENCE = Duration.ofMinutes(10);

  private final SizeCluster cluster;
  private final SizeLedger ledger;
  private final SizeHolds holds;
  private final TemplateStep template;
  private final SizeDesk desk;
  private final Timescale timescale;

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

  private void pods(SizePlan plan, Resizing entry, Instant now) throws IOException {
    PodListing.Listed listed = cluster.pods(plan.workload().namespace());
    if (listed.trouble().isPresent()) {
      return;
    }
    List<PodSight> pods =
        listed.pods().stream()
            .filter(
                pod -> !pod.leaving() && pod.owner().filter(plan.workload()::equals).isPresent())
            .sorted(Comparator.comparing(pod -> pod.name().name()))
            .toList();
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
    Resizing begun = entry.on(next.get().name().uid(), now);
    ledger.save(begun, now);
    underWay(plan, begun, next, now);
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
    Resizer.Result result = cluster.resize(name, entry.before().name(), entry.wanted());
    if (result.reason() == ResizeReason.AS_WANTED) {
      taken(plan, entry, pod.get(), now);
      return;
    }
    if (result.reason() == ResizeReason.POD_GONE) {
      ledger.save(entry.finished(uid, now), now);
      return;
    }
    if (result.reason().passing()) {
      impatient(plan, entry, result.reason().code(), result.text(), now);
      return;
    }
    if (result.reason() != ResizeReason.RESIZED) {
      template.alone(plan, entry, result.reason().code(), name + ": " + result.text(), now);
    }
  }

  private void taken(SizePlan plan, Resizing entry, PodSight pod, Instant now) throws IOException {
    PodSize size = cluster.size(pod.name());
    switch (size.state()) {
      case GONE -> ledger.save(entry.finished(pod.name().uid(), now), now);
      case DONE -> {
        if (!pod.ready()) {
          impatient(plan, entry, "PodNotReady", pod.name() + " is not ready", now);
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
    Map<Resource, Long> before = new EnumMap<>(Resource.class);
    entry
        .wanted()
        .keySet()
        .forEach(resource -> before.put(resource, entry.before().requests().get(resource)));
    Resizer.Result back = cluster.resize(pod.name(), entry.before().name(), before);
    if (back.reason().passing() && !late(entry, now)) {
      return;
    }
    template.alone(plan, entry, code, pod.name() + ": " + size.text(), now);
  }

  private void impatient(SizePlan plan, Resizing entry, String code, String text, Instant now)
      throws IOException {
    if (late(entry, now)) {
      template.end(plan, entry, code, text, now);
    }
  }

  private boolean late(Resizing entry, Instant now) {
    return now.isAfter(entry.since().plus(timescale.wallDuration(PATIENCE)));
  }
}
