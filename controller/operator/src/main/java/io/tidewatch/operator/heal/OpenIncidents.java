package io.tidewatch.operator.heal;

import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.incident.Incident;
import io.tidewatch.operator.incident.Incidents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The incidents that are open, as far as this process knows, and what was done about each. */
final class OpenIncidents {
  private final Incidents incidents;
  private final Map<Incident.Key, Instant> since = new HashMap<>();
  private final Map<Incident.Key, List<String>> done = new HashMap<>();
  private final Set<Incident.Key> closed = new HashSet<>();

  OpenIncidents(Incidents incidents) {
    this.incidents = incidents;
  }

  boolean open(Incident.Key key) {
    return since.containsKey(key);
  }

  /** Reports it as of the time that it was reported first. */
  void report(Incident now) {
    Instant first = since.computeIfAbsent(now.key(), key -> now.since());
    closed.remove(now.key());
    incidents.report(
        new Incident(
            now.workload(),
            now.cause(),
            now.subject(),
            now.severity(),
            now.title(),
            now.evidence(),
            now.attribution(),
            done.getOrDefault(now.key(), now.done()),
            now.advice(),
            first));
  }

  /** Remembers what was done, for the next report. */
  void did(Incident.Key key, String what) {
    List<String> lines = new ArrayList<>(done.getOrDefault(key, List.of()));
    lines.add(what);
    done.put(key, List.copyOf(lines));
  }

  /** One that an earlier process has opened is not known here: so each is closed once anyhow. */
  void over(Incident.Key key, Instant at, String why) {
    boolean first = closed.add(key);
    boolean wasOpen = since.remove(key) != null;
    done.remove(key);
    if (first || wasOpen) {
      incidents.over(key, at, why);
    }
  }

  /** Those about pods of a workload that are not there any more. */
  List<Incident.Key> gone(WorkloadId workload, Set<String> there) {
    closed.removeIf(key -> isGone(key, workload, there));
    return since.keySet().stream().filter(key -> isGone(key, workload, there)).toList();
  }

  private static boolean isGone(Incident.Key key, WorkloadId workload, Set<String> there) {
    return key.workload().equals(workload)
        && !key.subject().isEmpty()
        && !there.contains(key.subject());
  }
}
