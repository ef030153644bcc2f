package io.tidewatch.policy.heal;

import java.util.HashMap;
import java.util.Map;

/** What is remembered of a workload's pods from step to step; immutable. */
public record HealMemory(Map<String, Map<Cause, Findings>> pods) {
  public HealMemory {
    pods = Map.copyOf(pods);
  }

  /** Of a workload that nobody has looked at yet. */
  public static HealMemory none() {
    return new HealMemory(Map.of());
  }

  Findings of(String uid, Cause cause) {
    return pods.getOrDefault(uid, Map.of()).getOrDefault(cause, Findings.NONE);
  }

  /** With what this step has shown of the pods there are; the others are forgotten. */
  HealMemory after(WorkloadReading reading, Symptoms symptoms, HealRules rules) {
    Map<String, Map<Cause, Findings>> next = new HashMap<>();
    for (PodReading pod : reading.pods()) {
      Map<Cause, Findings> findings = new HashMap<>();
      for (Cause cause : Cause.values()) {
        Findings before = of(pod.uid(), cause).at(reading.step(), rules);
        Findings now =
            symptoms
                .of(pod, cause)
                .map(sick -> before.with(reading.step(), sick, rules))
                .orElse(before);
        findings.put(cause, now);
      }
      next.put(pod.uid(), Map.copyOf(findings));
    }
    return new HealMemory(next);
  }
}
