package io.tidewatch.operator.heal;

import io.tidewatch.domain.Timescale;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.PodListing;
import io.tidewatch.operator.actuate.PodName;
import io.tidewatch.operator.actuate.RestartReason;
import io.tidewatch.operator.actuate.RestartRun;
import io.tidewatch.operator.actuate.TargetState;
import io.tidewatch.operator.heal.RestartLedger.Entry;
import io.tidewatch.operator.heal.RestartLedger.Outcome;
import io.tidewatch.policy.heal.PodReading;
import io.tidewatch.policy.heal.RestartPolicy.Sick;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives restarts to their end, one at a time in the whole cluster. What is begun stands in the
 * ledger first; what an earlier process has begun is gone on with.
 */
final class RestartDesk {
  private static final Logger LOG = LoggerFactory.getLogger(Healer.class);
  private static final String ROLLING = "RolloutUnderWay";
  private static final Duration DAY = Duration.ofDays(1);

  private final Cluster cluster;
  private final RestartLedger ledger;
  private final HealDesk desk;
  private final Timescale timescale;
  private volatile Optional<RestartTask> task = Optional.empty();
  private final Map<String, Refusal> refusals = new HashMap<>();
  private boolean evictionTold;
  private boolean unknownTold;

  /** Why a pod was not replaced when that was tried last. */
  private record Refusal(String code, String why) {}

  RestartDesk(Cluster cluster, RestartLedger ledger, HealDesk desk, Timescale timescale) {
    this.cluster = cluster;
    this.ledger = ledger;
    this.desk = desk;
    this.timescale = timescale;
  }

  /** Whether it is known what earlier leaders have restarted; until then nothing is. */
  boolean ready() {
    try {
      ledger.adopt();
      unknownTold = false;
      return true;
    } catch (IOException unknown) {
      if (!unknownTold) {
        LOG.warn("no pod is restarted before earlier restarts are known", unknown);
      }
      unknownTold = true;
      return false;
    }
  }

  boolean surging(WorkloadId workload) {
    return task.filter(each -> each.workload().equals(workload) && each.run().surges()).isPresent();
  }

  boolean busyWith(WorkloadId workload) {
    return task.filter(each -> each.workload().equals(workload)).isPresent();
  }

  /** The steps at which pods of a workload were replaced, as far as they count. */
  List<Long> stepsOf(WorkloadId workload) {
    return ledger.entries().stream()
        .filter(entry -> entry.workload().equals(workload) && entry.spent())
        .map(entry -> timescale.stepIndex(entry.at()))
        .toList();
  }

  /** How many pods of one workload were replaced within a day. */
  int today(WorkloadId workload, Instant now) {
    Instant yesterday = now.minus(timescale.wallDuration(DAY));
    return (int)
        ledger.entries().stream()
            .filter(entry -> entry.workload().equals(workload))
            .filter(entry -> entry.spent() && entry.at().isAfter(yesterday))
            .count();
  }

  /** How many pods of the whole cluster were replaced within a day. */
  int today(Instant now) {
    Instant yesterday = now.minus(timescale.wallDuration(DAY));
    return (int)
        ledger.entries().stream()
            .filter(entry -> entry.spent() && entry.at().isAfter(yesterday))
            .count();
  }

  /** A pod should be replaced: begins, or says why not. */
  void wanted(HealPlan plan, Sick sick, Instant now) {
    if (!plan.acts()) {
      desk.advised(plan, sick, now);
      return;
    }
    PodReading pod = sick.pod();
    if (task.isPresent()) {
      String other = task.get().workload() + "/" + task.get().entry().pod();
      desk.refused(plan, pod.name(), "OneAtATime", other + " is being replaced", now);
      return;
    }
    if (plan.frozen()) {
      String why = plan.scaler().frozen().get().text();
      desk.refused(plan, pod.name(), RestartReason.FROZEN.code(), why, now);
      return;
    }
    if (plan.scaler().rolling()) {
      desk.refused(plan, pod.name(), ROLLING, "a rollout is under way", now);
      return;
    }
    if (refusedLately(plan, pod, now)) {
      Refusal last =
          refusals.getOrDefault(pod.uid(), new Refusal("Refused", "an earlier try was refused"));
      desk.refused(plan, pod.name(), last.code(), last.why(), now);
      return;
    }
    TargetState target = cluster.target(PodMore.target(plan.scaler()));
    if (target.moving().isPresent()) {
      desk.refused(plan, pod.name(), ROLLING, target.moving().get(), now);
      return;
    }
    begin(plan, sick, target.wanted(), now);
  }

  // A budget that has refused once is left alone for as long as a cool-down is.
  private boolean refusedLately(HealPlan plan, PodReading pod, Instant now) {
    long step = timescale.stepIndex(now);
    return ledger.entries().stream()
        .filter(entry -> entry.uid().equals(pod.uid()) && entry.outcome() == Outcome.REFUSED)
        .anyMatch(entry -> step - timescale.stepIndex(entry.at()) < plan.rules().coolDown());
  }

  private void begin(HealPlan plan, Sick sick, int pods, Instant now) {
    PodReading pod = sick.pod();
    int max = plan.scaler().workload().maxReplicas();
    if (pods <= 1 && pods + 1 > max) {
      String why = "a single pod needs a second one first, and maxReplicas is " + max;
      desk.refused(plan, pod.name(), RestartReason.NO_ROOM_FOR_SURGE.code(), why, now);
      return;
    }
    Entry entry = new Entry(plan.workload(), pod.name(), pod.uid(), now, pods, Outcome.OPEN);
    try {
      ledger.begin(entry);
    } catch (IOException full) {
      String why = "it cannot be written down first: " + full.getMessage();
      desk.refused(plan, pod.name(), "StateNotWritten", why, now);
      return;
    }
    task = Optional.of(new RestartTask(entry, run(plan, entry, now, false)));
    evictionTold = false;
    desk.begun(plan, sick, now);
  }

  private RestartRun run(HealPlan plan, Entry entry, Instant now, boolean resumed) {
    PodName victim = new PodName(entry.workload().namespace(), entry.pod(), entry.uid());
    int max = plan.scaler().workload().maxReplicas();
    RestartRun.Plan order =
        new RestartRun.Plan(victim, entry.pods(), max, plan.patience(), timescale.step());
    RestartRun.Surge surge = cluster.surge(plan.scaler(), victim);
    return resumed
        ? RestartRun.resume(order, cluster::evict, surge, now)
        : RestartRun.begin(order, cluster::evict, surge, now);
  }

  /** Does the next thing of the restart that is under way. */
  void advance(List<HealPlan> plans, Instant now) {
    resume(plans, now);
    if (task.isEmpty()) {
      return;
    }
    RestartTask present = task.get();
    Optional<HealPlan> plan =
        plans.stream().filter(each -> each.workload().equals(present.workload())).findFirst();
    if (plan.isEmpty() || !plan.get().acts() || plan.get().frozen()) {
      present.run().abandon(RestartReason.FROZEN);
    }
    PodListing.Listed pods = cluster.pods(present.workload().namespace());
    if (pods.trouble().isPresent()) {
      return;
    }
    RestartRun.Status status = present.advance(pods.pods(), now);
    if (status.evicted() && !evictionTold) {
      evictionTold = true;
      plan.ifPresent(each -> desk.evicted(each, present.entry().pod(), now));
    }
    if (status.over()) {
      task = Optional.empty();
      end(present.entry(), outcome(status));
      plan.ifPresent(each -> ended(each, present.entry(), status, now));
    }
  }

  private void resume(List<HealPlan> plans, Instant now) {
    Optional<Entry> open =
        ledger.entries().stream().filter(entry -> entry.outcome() == Outcome.OPEN).findFirst();
    if (task.isPresent() || open.isEmpty()) {
      return;
    }
    plans.stream()
        .filter(plan -> plan.workload().equals(open.get().workload()))
        .findFirst()
        .ifPresent(plan -> resume(plan, open.get(), now));
  }

  private void resume(HealPlan plan, Entry open, Instant now) {
    long steps = timescale.stepIndex(now) - timescale.stepIndex(open.at());
    if (steps >= plan.rules().coolDown()) {
      end(open, Outcome.EVICTED);
      return;
    }
    task = Optional.of(new RestartTask(open, run(plan, open, now, true)));
    evictionTold = false;
  }

  private void ended(HealPlan plan, Entry entry, RestartRun.Status status, Instant now) {
    if (status.replaced()) {
      desk.replaced(plan, entry.pod(), now);
      return;
    }
    String why = status.text().isEmpty() ? "it took too long" : status.text();
    refusals.clear();
    refusals.put(entry.uid(), new Refusal(status.why().code(), why));
    desk.refused(plan, entry.pod(), status.why().code(), why, now);
  }

  private static Outcome outcome(RestartRun.Status status) {
    if (status.replaced()) {
      return Outcome.REPLACED;
    }
    return status.evicted() ? Outcome.EVICTED : Outcome.REFUSED;
  }

  // One whose end is not on disk counts as open there, which costs a budget and harms nobody.
  private void end(Entry entry, Outcome how) {
    try {
      ledger.end(entry.uid(), how);
    } catch (IOException full) {
      LOG.warn("the end of a restart was not written down", full);
    }
  }
}
