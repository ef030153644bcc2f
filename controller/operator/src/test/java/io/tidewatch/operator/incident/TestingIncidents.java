package io.tidewatch.operator.incident;

import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.incident.Incident.Key;
import io.tidewatch.operator.incident.Incident.Severity;
import java.time.Instant;
import java.util.List;

/** Incidents as reporters make them. */
final class TestingIncidents {
  static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  static final WorkloadId WEB = WorkloadId.parse("shop/web");

  private TestingIncidents() {}

  /** A pod that leaks. */
  static Incident leak(String pod, Severity severity) {
    return leak(pod, severity, List.of());
  }

  static Incident leak(String pod, Severity severity, List<String> done) {
    return new Incident(
        WEB,
        "MemoryLeak",
        pod,
        severity,
        "The memory of " + pod + " reaches its limit in 40 min",
        List.of("412 MiB of 512 MiB, +2.5 MiB/min over 60 min", "its peers: +0.1 MiB/min"),
        List.of("memory ratio high", "garbage collection time high"),
        done,
        "Look for what grows: a heap dump of the pod, or what the last roll-out changed.",
        NOON);
  }

  static Key keyOf(String pod) {
    return leak(pod, Severity.WARNING).key();
  }

  /** Of one workload of many. */
  static Incident conflict(int number, Severity severity) {
    return new Incident(
        WorkloadId.parse("shop/app-" + number),
        "ConflictingOwner",
        "",
        severity,
        "Somebody else changes the HPA of app-" + number,
        List.of(),
        List.of(),
        List.of(),
        "Decide who owns minReplicas.",
        NOON);
  }
}
