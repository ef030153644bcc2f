package io.tidewatch.operator.size;

import io.tidewatch.domain.Timescale;
import io.tidewatch.operator.actuate.HpaTarget;
import io.tidewatch.operator.actuate.PodListing;
import io.tidewatch.operator.actuate.PodSight;
import io.tidewatch.operator.actuate.ResizeReason;
import io.tidewatch.operator.actuate.Resizer;
import io.tidewatch.operator.actuate.SizeSights.Seen;
import io.tidewatch.operator.actuate.TemplateSight;
import io.tidewatch.operator.size.Resizing.Phase;
import io.tidewatch.policy.size.ResizePolicy;
import io.tidewatch.policy.size.SizeVerdict;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The last part of a resize: the template, in a change window and only if it is still the same. */
final class TemplateStep {
  /** How long running pods show that a size is right before it becomes the template's. */
  private static final Duration PROVES = Duration.ofHours(12);

  private static final Duration STALE = Duration.ofDays(8);
  private static final Duration LONGEST_CHANGE = Duration.ofMinutes(30);

  private final SizeCluster cluster;
  private final SizeLedger ledger;
  private final SizeHolds holds;
  private final FreshAdvice advice;
  private final SizeDesk desk;
  private final Timescale timescale;

  TemplateStep(
      SizeCluster cluster,
      SizeLedger ledger,
      SizeHolds holds,
      FreshAdvice advice,
      SizeDesk desk,
      Timescale timescale) {
    this.cluster = cluster;
    this.ledger = ledger;
    this.holds = holds;
    this.advice = advice;
    this.desk = desk;
    this.timescale = timescale;
  }

  /** All running pods have it. */
  void afterPods(SizePlan plan, Resizing entry, Instant now) throws IOException {
    String text = "all running pods have " + SizeWords.of(entry.wanted());
    if (plan.windows().isEmpty()) {
      String left = "; new ones come as the template says, which only changeWindows let change";
      done(plan, entry, "PodsResized", text + left, now);
      return;
    }
    ledger.save(entry.next(Phase.TEMPLATE, now.plus(wall(PROVES))), now);
    desk.happened(plan, SizeNews.Kind.DONE, "PodsResized", text, now);
  }

  /** Running pods cannot have it, or may not: the template is left. */
  void alone(SizePlan plan, Resizing entry, String code, String why, Instant now)
      throws IOException {
    if (plan.windows().isEmpty() || plan.onePodOnly()) {
      end(plan, entry, code, why, now);
      return;
    }
    ledger.save(entry.next(Phase.TEMPLATE, now), now);
    desk.is(plan.workload(), true, code, why + "; the template is left");
  }

  /** Writes it if this is the time. */
  void advance(SizePlan plan, Resizing entry, boolean free, Instant now) throws IOException {
    if (now.isAfter(entry.at().plus(wall(STALE)))) {
      end(plan, entry, "Stale", "no change window came in time", now);
      return;
    }
    boolean open = plan.open(timescale.nominal(now));
    if (!free || !open || now.isBefore(entry.since())) {
      String text = SizeWords.of(entry.wanted()) + " goes into the template in a change window";
      desk.is(plan.workload(), true, "TemplateWaits", text);
      return;
    }
    Seen<TemplateSight> seen = cluster.template(plan.target());
    if (seen.what().isEmpty() || seen.what().get().state().moving().isPresent()) {
      return;
    }
    Optional<SizeVerdict.Keep> other = holds.ofOthers(plan, holds.hpa(plan, now));
    if (other.isPresent()) {
      end(plan, entry, other.get().why().code(), other.get().text(), now);
      return;
    }
    if (!entry.done().isEmpty() && !proven(plan, entry, now)) {
      return;
    }
    if (!advised(plan, entry, now)) {
      return;
    }
    if (entry.target().isPresent()) {
      Resizing joint = entry.next(Phase.TARGET, now);
      ledger.save(joint, now);
      target(plan, joint, now);
      return;
    }
    written(plan, entry, cluster.write(plan.target(), entry.before(), entry.mark(plan)), now);
  }

  // It may have been decided days ago.
  private boolean advised(SizePlan plan, Resizing entry, Instant now) throws IOException {
    FreshAdvice.Answer said = advice.about(plan.workload(), now);
    if (said.size().isEmpty()) {
      String text = "the template waits for the advice of today: " + said.text();
      desk.is(plan.workload(), false, said.code(), text);
      return false;
    }
    Optional<String> outdated =
        new ResizePolicy(plan.rules())
            .outdated(
                RunningSize.resources(entry.before()),
                RunningSize.resources(entry.after()),
                said.size().get());
    if (outdated.isPresent()) {
      String text = SizeWords.of(entry.wanted()) + " is not written into the template: ";
      end(plan, entry, "AdviceChanged", text + outdated.get(), now);
    }
    return outdated.isEmpty();
  }

  // Pods that became sick with a size do not speak for giving it to all others.
  private boolean proven(SizePlan plan, Resizing entry, Instant now) throws IOException {
    PodListing.Listed listed = cluster.pods(plan.workload().namespace());
    Optional<PodSight> sick =
        listed.pods().stream()
            .filter(pod -> entry.done().contains(pod.name().uid()) && !pod.leaving())
            .filter(pod -> !pod.ready() || pod.started().filter(entry.at()::isBefore).isPresent())
            .findFirst();
    if (sick.isPresent()) {
      String text = sick.get().name() + " is not ready, or has restarted, since it was resized";
      end(plan, entry, "NotProven", text, now);
    }
    return listed.trouble().isEmpty() && sick.isEmpty();
  }

  /** The HPA's target first, then the template; both or none. */
  void target(SizePlan plan, Resizing entry, Instant now) throws IOException {
    HpaTarget target = entry.target().orElseThrow();
    boolean withdrawn = !plan.acts() || !plan.terms().equals(entry.terms());
    boolean late = now.isAfter(entry.since().plus(wall(LONGEST_CHANGE)));
    if (withdrawn || late) {
      back(plan, entry, "Withdrawn", "the scaler has changed, or it took too long", now);
      return;
    }
    Resizer.Result result = cluster.retarget(plan.workload().namespace(), target);
    boolean stands =
        result.reason() == ResizeReason.AS_WANTED || result.reason() == ResizeReason.RESIZED;
    if (!stands) {
      written(plan, entry, result, now);
      return;
    }
    Resizer.Result template = cluster.write(plan.target(), entry.before(), entry.mark(plan));
    boolean fits =
        template.reason() == ResizeReason.AS_WANTED
            || template.reason() == ResizeReason.RESIZED
            || template.reason().passing();
    if (!fits) {
      back(plan, entry, template.reason().code(), template.text(), now);
      return;
    }
    written(plan, entry, template, now);
  }

  // A target that somebody has changed in the meantime is his.
  private void back(SizePlan plan, Resizing entry, String code, String why, Instant now)
      throws IOException {
    if (backAlone(entry)) {
      end(plan, entry, code, why, now);
    }
  }

  /** Takes the HPA's target back; true if nothing is left to do about it. */
  boolean backAlone(Resizing entry) {
    HpaTarget former = entry.target().orElseThrow().back();
    return !cluster.retarget(entry.workload().namespace(), former).reason().passing();
  }

  private void written(SizePlan plan, Resizing entry, Resizer.Result result, Instant now)
      throws IOException {
    ResizeReason reason = result.reason();
    if (reason == ResizeReason.RESIZED || reason == ResizeReason.AS_WANTED) {
      ledger.save(entry.next(Phase.ROLLING, now), now);
      String text = "the template asks for " + SizeWords.of(entry.wanted());
      desk.happened(plan, SizeNews.Kind.TEMPLATE, "TemplateResized", text, now);
      return;
    }
    if (reason == ResizeReason.MANAGED_BY_GIT_OPS) {
      String remedy = SizeWords.remedy(result.text(), entry.wanted());
      end(plan, entry, reason.code(), remedy, now);
      return;
    }
    if (!reason.passing()) {
      end(plan, entry, reason.code(), result.text(), now);
    }
  }

  void done(SizePlan plan, Resizing entry, String code, String text, Instant now)
      throws IOException {
    ledger.end(entry, now);
    desk.happened(plan, SizeNews.Kind.DONE, code, text, now);
  }

  /** It goes no further. */
  void end(SizePlan plan, Resizing entry, String code, String text, Instant now)
      throws IOException {
    ledger.end(entry, now);
    desk.happened(plan, SizeNews.Kind.ENDED, code, text, now);
  }

  private Duration wall(Duration nominal) {
    return timescale.wallDuration(nominal);
  }
}
