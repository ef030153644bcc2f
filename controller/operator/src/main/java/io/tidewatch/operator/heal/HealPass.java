package io.tidewatch.operator.heal;

import io.tidewatch.domain.WorkloadId;
import io.tidewatch.policy.heal.HealMemory;
import io.tidewatch.policy.heal.HealVerdict;
import io.tidewatch.policy.heal.PodReading;
import io.tidewatch.policy.heal.RestartPolicy;
import io.tidewatch.policy.heal.RestartPolicy.Sick;
import io.tidewatch.policy.heal.WorkloadReading;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Once a step: look, judge, tell, and let at most one restart begin. */
final class HealPass {
  private static final Logger LOG = LoggerFactory.getLogger(Healer.class);

  private final PodWatch watch;
  private final RestartDesk restarts;
  private final HealDesk desk;
  private final Map<WorkloadId, HealMemory> memories = new HashMap<>();
  private final Set<WorkloadId> broken = new HashSet<>();

  HealPass(PodWatch watch, RestartDesk restarts, HealDesk desk) {
    this.watch = watch;
    this.restarts = restarts;
    this.desk = desk;
  }

  void step(long step, List<HealPlan> plans, Instant now) {
    Set<WorkloadId> workloads = plans.stream().map(HealPlan::workload).collect(Collectors.toSet());
    memories.keySet().retainAll(workloads);
    broken.retainAll(workloads);
    watch.begin(step, workloads);
    // Another one first each time: whoever comes last may not be asked about any more.
    int first = plans.isEmpty() ? 0 : (int) Math.floorMod(step, (long) plans.size());
    for (int i = 0; i < plans.size(); i++) {
      HealPlan plan = plans.get((first + i) % plans.size());
      alone(plan, () -> look(plan, step, now));
    }
  }

  private void look(HealPlan plan, long step, Instant now) {
    Optional<List<PodReading>> pods = watch.read(plan.workload(), step, now);
    // A restart under way tells by itself how it ends.
    if (pods.isEmpty() || restarts.busyWith(plan.workload())) {
      return;
    }
    WorkloadReading reading =
        new WorkloadReading(
            step, pods.get(), restarts.stepsOf(plan.workload()), restarts.today(now));
    HealMemory before = memories.getOrDefault(plan.workload(), HealMemory.none());
    RestartPolicy.Judgement judged = new RestartPolicy(plan.rules()).judge(reading, before);
    memories.put(plan.workload(), judged.memory());
    desk.judged(plan, judged, pods.get(), now);
    follow(plan, judged.verdict(), now);
  }

  private void follow(HealPlan plan, HealVerdict verdict, Instant now) {
    if (verdict instanceof HealVerdict.Replace replace) {
      restarts.wanted(plan, new Sick(replace.pod(), replace.cause()), now);
    }
    if (verdict instanceof HealVerdict.Denied denied) {
      String pod = denied.pod().name();
      desk.refused(plan, pod, denied.why().code(), denied.why().text(), now);
    }
    if (verdict instanceof HealVerdict.NoCure sick) {
      String why = "a new pod would meet the same";
      desk.refused(plan, sick.pod().name(), "NoLikelyCure", why, now);
    }
  }

  private void alone(HealPlan plan, Runnable part) {
    try {
      part.run();
    } catch (RuntimeException bug) {
      if (broken.add(plan.workload())) {
        LOG.error("pods of {} are left as they are: a bug", plan.workload(), bug);
      }
    }
  }
}
