package io.tidewatch.operator.incident;

import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.incident.Incident.Key;
import io.tidewatch.operator.incident.Incident.Severity;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One incident in place of many: a storm of messages would tell people less than one. */
final class ManyIncidents {
  static final String CAUSE = "ManyIncidents";

  /** It is about no one workload, so it is the controller's own. */
  static final Key KEY = new Key(new WorkloadId("tidewatch", "Controller", "tidewatch"), CAUSE, "");

  private static final int NAMED = 5;

  private ManyIncidents() {}

  /** The summary of those that are not told on their own. */
  static Incident of(List<Episode> folded, Instant now) {
    Severity loudest =
        folded.stream().map(Episode::severity).max(Comparator.naturalOrder()).orElseThrow();
    Instant since = folded.stream().map(Episode::opened).min(Comparator.naturalOrder()).orElse(now);
    // Told anew when it has doubled, not with every one.
    int atLeast = Integer.highestOneBit(folded.size());
    return new Incident(
        KEY.workload(),
        KEY.cause(),
        KEY.subject(),
        loudest,
        folded.size() + " more incidents are open",
        evidence(folded),
        List.of(),
        List.of(atLeast + " or more are told together here, not one by one"),
        "Look for what they have in common: a node, a roll-out, a dependency, a source of"
            + " metrics. GET /incidents of the controller lists them all.",
        since);
  }

  private static List<String> evidence(List<Episode> folded) {
    Map<String, List<Episode>> byCause =
        folded.stream()
            .collect(
                Collectors.groupingBy(
                    episode -> episode.incident().cause(), TreeMap::new, Collectors.toList()));
    return byCause.entrySet().stream()
        .sorted(Comparator.comparing(cause -> -cause.getValue().size()))
        .map(cause -> cause.getKey() + ": " + cause.getValue().size() + " " + names(cause))
        .toList();
  }

  private static String names(Map.Entry<String, List<Episode>> cause) {
    List<String> workloads =
        cause.getValue().stream()
            .map(episode -> episode.incident().workload().toString())
            .distinct()
            .sorted()
            .toList();
    String some = String.join(", ", workloads.subList(0, Math.min(NAMED, workloads.size())));
    return workloads.size() > NAMED ? "(" + some + ", …)" : "(" + some + ")";
  }
}
