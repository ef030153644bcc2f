package io.tidewatch.operator.size;

import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.PodListing;
import io.tidewatch.operator.actuate.SizeSights;
import io.tidewatch.operator.actuate.SizeSights.Seen;
import io.tidewatch.operator.actuate.TemplateSight;
import io.tidewatch.policy.size.ResizePolicy;
import io.tidewatch.policy.size.RightSize;
import io.tidewatch.policy.size.SizeReading;
import io.tidewatch.policy.size.SizeVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Once a step: asks about the few workloads whose turn it is, and lets the policy judge. */
final class SizePass {
  private static final Logger LOG = LoggerFactory.getLogger(Sizer.class);

  private static final int FEW = 5;

  private final FreshAdvice advice;
  private final SizeCluster cluster;
  private final SizeHolds holds;
  private final ResizeDesk resizes;
  private final SizeDesk desk;
  private final Timescale timescale;
  private final Map<WorkloadId, Instant> due = new HashMap<>();
  private final Set<WorkloadId> broken = new HashSet<>();

  SizePass(
      FreshAdvice advice,
      SizeCluster cluster,
      SizeHolds holds,
      ResizeDesk resizes,
      SizeDesk desk,
      Timescale timescale) {
    this.advice = advice;
    this.cluster = cluster;
    this.holds = holds;
    this.resizes = resizes;
    this.desk = desk;
    this.timescale = timescale;
  }

  void step(List<SizePlan> plans, Instant now) {
    Set<WorkloadId> workloads = plans.stream().map(SizePlan::workload).collect(Collectors.toSet());
    due.keySet().retainAll(workloads);
    broken.retainAll(workloads);
    desk.keepOnly(workloads);
    plans.forEach(plan -> due.computeIfAbsent(plan.workload(), any -> first(plan, now)));
    plans.stream()
        .filter(plan -> !now.isBefore(due.get(plan.workload())))
        .filter(plan -> asks(plan, now))
        .sorted(Comparator.comparing(plan -> due.get(plan.workload())))
        .limit(FEW)
        .toList()
        .forEach(plan -> alone(plan, now));
  }

  // Spread over the hour, so that thousands of them are no burden.
  private static Instant first(SizePlan plan, Instant now) {
    Duration every = plan.every();
    int share = Math.floorMod(plan.workload().toString().hashCode(), 100);
    return now.plus(every.multipliedBy(share).dividedBy(100));
  }

  // Where changes have their times, a size is asked for when one begins: it is fresh then.
  private boolean asks(SizePlan plan, Instant now) {
    if (resizes.open(plan.workload())) {
      return false;
    }
    if (lately(plan, now)) {
      // What came of it stands in the condition for that day.
      if (desk.of(plan.workload()).isEmpty()) {
        SizeVerdict.Why why = SizeVerdict.Why.ONCE_A_DAY;
        desk.is(plan.workload(), true, why.code(), "it was resized within a day");
      }
      return false;
    }
    if (plan.acts() && plan.closed(timescale.nominal(now))) {
      desk.is(plan.workload(), true, "WindowClosed", "no change window is open");
      return false;
    }
    return true;
  }

  private boolean lately(SizePlan plan, Instant now) {
    OptionalLong last = last(plan.workload());
    return last.isPresent()
        && timescale.stepIndex(now) - last.getAsLong() < Timescale.STEPS_PER_DAY;
  }

  private void alone(SizePlan plan, Instant now) {
    due.put(plan.workload(), now.plus(plan.every()));
    try {
      look(plan, now);
    } catch (RuntimeException bug) {
      if (broken.add(plan.workload())) {
        LOG.error("the size of {} is left as it is: a bug", plan.workload(), bug);
      }
    }
  }

  private void look(SizePlan plan, Instant now) {
    Optional<SizeVerdict.Keep> held = holds.ofPlan(plan);
    if (held.isPresent()) {
      kept(plan, held.get(), now);
      return;
    }
    Seen<TemplateSight> template = cluster.template(plan.target());
    if (template.what().isEmpty()) {
      String why = template.trouble().orElse("there is no such Deployment");
      desk.is(plan.workload(), false, "ApiTrouble", why);
      return;
    }
    FreshAdvice.Answer said = advice.about(plan.workload(), now);
    if (said.size().isEmpty()) {
      desk.is(plan.workload(), false, said.code(), said.text());
      return;
    }
    PodListing.Listed pods = cluster.pods(plan.workload().namespace());
    if (pods.trouble().isPresent()) {
      desk.is(plan.workload(), false, "ApiTrouble", pods.trouble().get());
      return;
    }
    TemplateSight seen = template.what().get();
    RunningSize running = RunningSize.of(seen.sized(), pods.of(plan.workload()));
    judge(plan, seen, running, said.size().get(), now);
  }

  private void judge(
      SizePlan plan, TemplateSight template, RunningSize running, RightSize size, Instant now) {
    Seen<SizeSights.Hpa> hpa = holds.hpa(plan, now);
    SizeReading reading =
        new SizeReading(
            timescale.stepIndex(now),
            running.resources(),
            size,
            last(plan.workload()),
            hpa.what().filter(each -> held(plan, each)).map(SizePass::measures),
            hpa.what().filter(SizeSights.Hpa::onMemory).map(SizePass::measures),
            holds
                .ofTemplate(plan, template)
                .or(() -> holds.ofOthers(plan, hpa))
                .or(running::differ));
    SizeVerdict verdict = new ResizePolicy(plan.rules()).judge(reading);
    if (verdict instanceof SizeVerdict.Keep keep) {
      kept(plan, keep, now);
      return;
    }
    SizeVerdict.Resize resize = (SizeVerdict.Resize) verdict;
    resizes.wanted(plan, template, running.container(), resize, hpa.what(), now);
  }

  private static boolean held(SizePlan plan, SizeSights.Hpa hpa) {
    boolean clear = hpa.cpuTargets().size() == 1;
    return hpa.onCpu() && !(plan.mayRetarget() && clear);
  }

  private static String measures(SizeSights.Hpa hpa) {
    return "the HPA " + hpa.name() + " measures shares of it, and its target is the user's";
  }

  private OptionalLong last(WorkloadId workload) {
    return resizes
        .last(workload)
        .map(at -> OptionalLong.of(timescale.stepIndex(at)))
        .orElseGet(OptionalLong::empty);
  }

  private void kept(SizePlan plan, SizeVerdict.Keep keep, Instant now) {
    if (keep.why().well()) {
      desk.is(plan.workload(), true, keep.why().code(), keep.text());
      return;
    }
    desk.hindered(plan, keep.why().code(), keep.text(), now);
  }
}
