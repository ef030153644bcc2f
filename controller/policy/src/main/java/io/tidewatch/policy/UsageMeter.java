package io.tidewatch.policy;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The readings of one metric and their ratio to its target, in the controller's whole numbers
 * (metrics/utilization.go): percent are cut, not rounded, and so is the mean.
 */
final class UsageMeter {
  private final HpaMetric metric;
  private final Map<String, Long> requests;
  private final Map<String, Long> values = new HashMap<>();

  /** Nothing is read yet; {@code requests} by pod count only for a utilisation. */
  UsageMeter(HpaMetric metric, Map<String, Long> requests) {
    this.metric = metric;
    this.requests = requests;
  }

  void read(String pod, long value) {
    values.put(pod, value);
  }

  void forget(Set<String> pods) {
    values.keySet().removeAll(pods);
  }

  /** Takes pods as idle. */
  void assumeIdle(Set<String> pods) {
    pods.forEach(pod -> values.put(pod, 0L));
  }

  /** Takes pods as full: all of their request (or the target where that is higher). */
  void assumeFull(Set<String> pods) {
    pods.forEach(pod -> values.put(pod, full(pod)));
  }

  private long full(String pod) {
    return metric.utilization()
        ? requests.get(pod) * Math.max(100, metric.amount()) / 100
        : metric.amount();
  }

  /** Number of pods behind the ratio, those that the selector does not find included. */
  int counted() {
    return values.size();
  }

  /** Usage over target; empty when no pod that is read requests anything. */
  OptionalDouble ratio() {
    return metric.utilization() ? utilization() : average();
  }

  private OptionalDouble utilization() {
    long used = 0;
    long requested = 0;
    for (Map.Entry<String, Long> value : values.entrySet()) {
      Long request = requests.get(value.getKey());
      used += request == null ? 0 : value.getValue();
      requested += request == null ? 0 : request;
    }
    if (requested == 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of((double) (int) (used * 100 / requested) / metric.amount());
  }

  private OptionalDouble average() {
    long total = values.values().stream().mapToLong(Long::longValue).sum();
    return OptionalDouble.of((double) (total / values.size()) / metric.amount());
  }
}
