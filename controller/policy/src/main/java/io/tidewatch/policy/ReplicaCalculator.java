package io.tidewatch.policy;

import io.tidewatch.policy.HpaInputs.Reading;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How many pods one metric of an HPA asks for: readings, pods and their states in, a count out.
 *
 * <p>Pods that are gone are left out; a pod without a reading counts against the change (idle when
 * usage is high, full when it is low), a pod that is not ready counts as idle when usage is high
 * and not at all when it is low. If the guesses turn the direction, nothing changes. Source:
 * replica_calculator.go of Kubernetes 1.34.
 */
final class ReplicaCalculator {
  private final HpaTuning tuning;
  private final UsageRule rule;

  ReplicaCalculator(HpaTuning tuning) {
    this.tuning = tuning;
    this.rule = new UsageRule(tuning.tolerance(), 0);
  }

  /** The wish, unless the metric is invalid, and the branches that led to it. */
  record Proposal(OptionalInt pods, Set<HpaBranch> branches) {
    private static Proposal invalid(Set<HpaBranch> branches, HpaBranch why) {
      branches.add(why);
      return new Proposal(OptionalInt.empty(), branches);
    }
  }

  Proposal propose(HpaMetric metric, Optional<Map<String, Reading>> answer, HpaInputs inputs) {
    Set<HpaBranch> branches = EnumSet.of(metric.branch());
    if (answer.isEmpty()) {
      return Proposal.invalid(branches, HpaBranch.NO_READING);
    }
    if (inputs.pods().isEmpty()) {
      return Proposal.invalid(branches, HpaBranch.NO_PODS);
    }
    PodGroups groups =
        PodGroups.of(inputs.pods(), answer.get(), metric.cpu(), tuning, inputs.now());
    branches.addAll(groups.branches());
    UsageMeter meter = new UsageMeter(metric, requests(metric, inputs.pods()));
    answer.get().forEach((pod, reading) -> meter.read(pod, reading.value()));
    noteStrangers(inputs.pods(), answer.get(), branches);
    meter.forget(groups.ignored());
    meter.forget(groups.unready());
    if (meter.counted() == 0) {
      return Proposal.invalid(branches, HpaBranch.NO_USABLE_READING);
    }
    if (metric.utilization() && !requested(metric, inputs.pods(), meter)) {
      return Proposal.invalid(branches, HpaBranch.NO_REQUEST);
    }
    return valid(meter, groups, inputs.current(), branches);
  }

  private Proposal valid(UsageMeter meter, PodGroups groups, int current, Set<HpaBranch> path) {
    double ratio = meter.ratio().orElseThrow();
    boolean riseBesideUnready = !groups.unready().isEmpty() && ratio > 1;
    UsageRule.Wish wish;
    if (!riseBesideUnready && groups.missing().isEmpty()) {
      wish = rule.direct(current, ratio, groups.ready());
    } else {
      guess(meter, groups, ratio, path);
      wish = rule.careful(current, ratio, meter.ratio().orElseThrow(), meter.counted());
    }
    path.add(wish.branch());
    return new Proposal(OptionalInt.of(wish.pods()), path);
  }

  private static void guess(UsageMeter meter, PodGroups groups, double ratio, Set<HpaBranch> path) {
    if (!groups.missing().isEmpty()) {
      path.add(guessMissing(meter, groups.missing(), ratio));
    }
    if (!groups.unready().isEmpty() && ratio > 1) {
      meter.assumeIdle(groups.unready());
      path.add(HpaBranch.UNREADY_AS_IDLE);
    }
  }

  private static HpaBranch guessMissing(UsageMeter meter, Set<String> missing, double ratio) {
    if (ratio < 1) {
      meter.assumeFull(missing);
      return HpaBranch.MISSING_AS_FULL;
    }
    if (ratio > 1) {
      meter.assumeIdle(missing);
      return HpaBranch.MISSING_AS_IDLE;
    }
    return HpaBranch.MISSING_LEFT_OUT;
  }

  /** Whether every pod requests the resource, even one that does not count. */
  private static boolean requested(HpaMetric metric, List<HpaPod> pods, UsageMeter meter) {
    return pods.stream().allMatch(pod -> pod.requests().containsKey(metric.name()))
        && meter.ratio().isPresent();
  }

  private static Map<String, Long> requests(HpaMetric metric, List<HpaPod> pods) {
    Map<String, Long> requests = new HashMap<>();
    for (HpaPod pod : pods) {
      if (pod.requests().containsKey(metric.name())) {
        requests.put(pod.name(), pod.requests().get(metric.name()));
      }
    }
    return requests;
  }

  private static void noteStrangers(
      List<HpaPod> pods, Map<String, Reading> readings, Set<HpaBranch> branches) {
    Set<String> known = new HashSet<>();
    pods.forEach(pod -> known.add(pod.name()));
    if (!known.containsAll(readings.keySet())) {
      branches.add(HpaBranch.STRANGER_READING);
    }
  }
}
