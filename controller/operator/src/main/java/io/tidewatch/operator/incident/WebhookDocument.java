package io.tidewatch.operator.incident;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Episodes as one generic document; docs/reference/incidents.md has it field by field.
 *
 * @param labels on every incident
 */
record WebhookDocument(Links links, Map<String, String> labels) {
  static final String VERSION = "1";

  WebhookDocument {
    labels = Map.copyOf(labels);
  }

  /** The body of a POST. */
  ObjectNode of(List<Episode> episodes, Instant now) {
    ObjectNode document =
        IncidentJson.object()
            .put("version", VERSION)
            .put("source", "tidewatch")
            .put("sent_at", now.toString());
    episodes.forEach(episode -> document.withArray("incidents").add(incident(episode)));
    return document;
  }

  /** One incident. */
  ObjectNode incident(Episode episode) {
    Incident incident = episode.incident();
    ObjectNode node =
        IncidentJson.object()
            .put("fingerprint", episode.fingerprint())
            .put("status", episode.open() ? "open" : "resolved")
            .put("revision", episode.revision())
            .put("cause", incident.cause())
            .put("severity", incident.severity().name().toLowerCase(Locale.ROOT))
            .put("namespace", incident.workload().namespace())
            .put("kind", incident.workload().kind())
            .put("workload", incident.workload().name())
            .put("pod", incident.subject())
            .put("title", incident.title());
    lines(node, "evidence", incident.evidence());
    lines(node, "attribution", incident.attribution());
    lines(node, "done", incident.done());
    node.put("advice", incident.advice()).put("opened_at", episode.opened().toString());
    end(node, episode);
    Map<String, String> all = new TreeMap<>(labels);
    all.putAll(episode.routing().labels());
    all.forEach(node.putObject("labels")::put);
    links.of(incident).ifPresent(url -> node.put("url", url));
    return node;
  }

  private static void end(ObjectNode node, Episode episode) {
    if (episode.open()) {
      return;
    }
    Episode.Ending end = episode.ending().orElseThrow();
    node.put("resolved_at", end.at().toString()).put("resolution", end.why());
  }

  private static void lines(ObjectNode node, String name, List<String> lines) {
    node.putArray(name);
    lines.forEach(node.withArray(name)::add);
  }
}
