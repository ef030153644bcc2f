package io.tidewatch.local.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.local.cluster.Kubectl;
import io.tidewatch.processes.ProcessException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the API says of the copies, asked again and again. */
final class Observer {
  private final Kubectl kubectl;
  private final Clock clock;
  private final Instant began;
  private final Map<String, Seen> seen = new LinkedHashMap<>();
  private int missed;

  Observer(Kubectl kubectl, List<Side> sides, Clock clock) {
    this.kubectl = kubectl;
    this.clock = clock;
    this.began = clock.instant();
    sides.forEach(side -> seen.put(side.namespace(), new Seen()));
  }

  /** What is known of one copy. */
  static final class Seen {
    private final TreeMap<Instant, Double> replicas = new TreeMap<>();
    private final TreeMap<Instant, Double> ready = new TreeMap<>();
    private final TreeMap<Instant, Double> desired = new TreeMap<>();
    private final TreeMap<Instant, Double> floor = new TreeMap<>();
    private final TreeMap<Instant, Double> target = new TreeMap<>();
    private String why = "";
    private final Map<String, Double> starts = new LinkedHashMap<>();

    Replicas replicas() {
      return new Replicas(replicas);
    }

    Replicas ready() {
      return new Replicas(ready);
    }

    Replicas desired() {
      return new Replicas(desired);
    }

    /** The HPA's minReplicas. */
    Replicas floor() {
      return new Replicas(floor);
    }

    /** What the HPA aims at per pod. */
    Replicas target() {
      return new Replicas(target);
    }

    /** What its HPA says of itself. */
    String why() {
      return why;
    }

    /** Seconds from creation to Ready of each pod that was added since the beginning. */
    List<Double> starts() {
      return new ArrayList<>(starts.values());
    }
  }

  Seen of(Side side) {
    return seen.get(side.namespace());
  }

  /** Seconds from creation to Ready of every pod seen so far, on all sides. */
  List<Double> starts() {
    return seen.values().stream().flatMap(copy -> copy.starts().stream()).toList();
  }

  /** How often the API did not answer. */
  int missed() {
    return missed;
  }

  /** Asks once; an API that does not answer is asked again the next time. */
  void look() {
    for (Map.Entry<String, Seen> copy : seen.entrySet()) {
      try {
        scale(copy.getKey(), copy.getValue());
        starts(copy.getKey(), copy.getValue());
      } catch (ProcessException noAnswer) {
        missed++;
      }
    }
  }

  private void scale(String namespace, Seen of) {
    JsonNode both =
        kubectl
            .get("-n", namespace, "deployment/" + Side.WORKLOAD, "hpa/" + Side.WORKLOAD)
            .path("items");
    Instant now = clock.instant();
    for (JsonNode item : both) {
      JsonNode status = item.path("status");
      if (item.path("kind").asText().equals("Deployment")) {
        of.replicas.put(now, status.path("replicas").asDouble());
        of.ready.put(now, status.path("readyReplicas").asDouble());
      } else {
        HpaSpec hpa = HpaSpec.of(item);
        of.desired.put(now, status.path("desiredReplicas").asDouble());
        of.floor.put(now, hpa.floor());
        of.target.put(now, hpa.target());
        of.why = why(status);
      }
    }
  }

  private static String why(JsonNode status) {
    List<String> said = new ArrayList<>();
    for (JsonNode condition : status.path("conditions")) {
      if (!condition.path("type").asText().equals("AbleToScale")) {
        said.add(condition.path("message").asText());
      }
    }
    return String.join("; ", said);
  }

  private void starts(String namespace, Seen of) {
    JsonNode pods =
        kubectl.get("-n", namespace, "pods", "-l", "app.kubernetes.io/name=" + Side.WORKLOAD);
    for (JsonNode pod : pods.path("items")) {
      JsonNode metadata = pod.path("metadata");
      Instant created = Instant.parse(metadata.path("creationTimestamp").asText());
      if (created.isAfter(began)) {
        readySince(pod)
            .forEach(
                at ->
                    of.starts.putIfAbsent(
                        metadata.path("name").asText(),
                        Duration.between(created, at).toMillis() / 1e3));
      }
    }
  }

  private static List<Instant> readySince(JsonNode pod) {
    List<Instant> since = new ArrayList<>();
    for (JsonNode condition : pod.path("status").path("conditions")) {
      if (condition.path("type").asText().equals("Ready")
          && condition.path("status").asText().equals("True")) {
        since.add(Instant.parse(condition.path("lastTransitionTime").asText()));
      }
    }
    return since;
  }
}
