package io.tidewatch.operator.incident;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.operator.incident.Episode.Ending;
import io.tidewatch.operator.incident.Incident.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Episodes as Alertmanager's API takes them. To Alertmanager an alert is its labels, and it is over
 * when its {@code endsAt} has passed: while an episode is open that lies ahead and moves.
 *
 * @param labels on every alert
 * @param ahead how long Alertmanager waits for the next repetition
 */
record Alerts(Links links, Map<String, String> labels, Duration ahead) {
  Alerts {
    labels = Map.copyOf(labels);
  }

  /** The body of a POST. */
  ArrayNode of(List<Episode> episodes, Instant now) {
    ArrayNode alerts = IncidentJson.array();
    for (Episode episode : episodes) {
      alerts.add(alert(episode, episode.severity(), end(episode, now), now));
      // With another severity it was another alert, which nobody else would end.
      for (Severity earlier : episode.lower()) {
        alerts.add(alert(episode, earlier, now, now));
      }
    }
    return alerts;
  }

  private Instant end(Episode episode, Instant now) {
    return episode.open()
        ? now.plus(ahead)
        : episode.ending().map(Ending::at).filter(at -> at.isBefore(now)).orElse(now);
  }

  private ObjectNode alert(Episode episode, Severity severity, Instant end, Instant now) {
    ObjectNode alert = IncidentJson.object();
    alert.set("labels", labels(episode, severity));
    alert.set("annotations", annotations(episode));
    Instant start = episode.opened().isAfter(now) ? now : episode.opened();
    alert.put("startsAt", start.toString());
    alert.put("endsAt", (end.isBefore(start) ? start : end).toString());
    links.of(episode.incident()).ifPresent(url -> alert.put("generatorURL", url));
    return alert;
  }

  private ObjectNode labels(Episode episode, Severity severity) {
    ObjectNode all = IncidentJson.object();
    labels.forEach((name, value) -> put(all, name, value));
    episode.routing().labels().forEach((name, value) -> put(all, name, value));
    Incident incident = episode.incident();
    put(all, "alertname", incident.cause());
    put(all, "namespace", incident.workload().namespace());
    put(all, "kind", incident.workload().kind());
    put(all, "workload", incident.workload().name());
    put(all, "pod", incident.subject());
    put(all, "severity", severity.name().toLowerCase(Locale.ROOT));
    put(all, "fingerprint", episode.fingerprint());
    return all;
  }

  // One bad name would have the whole message refused; an empty value is no label.
  private static void put(ObjectNode labels, String name, String value) {
    String legal = name.replaceAll("[^a-zA-Z0-9_]", "_").replaceAll("^(?=[0-9])|^$", "_");
    if (value.isEmpty()) {
      labels.remove(legal);
      return;
    }
    labels.put(legal, value);
  }

  private static ObjectNode annotations(Episode episode) {
    Incident incident = episode.incident();
    ObjectNode all = IncidentJson.object();
    put(all, "summary", incident.title());
    put(all, "description", description(episode));
    put(all, "evidence", String.join("\n", incident.evidence()));
    put(all, "attribution", String.join(", ", incident.attribution()));
    put(all, "done", String.join("\n", incident.done()));
    put(all, "advice", incident.advice());
    put(all, "resolution", episode.ending().map(Ending::why).orElse(""));
    return all;
  }

  /** The whole of it as text, for templates that show one field. */
  private static String description(Episode episode) {
    Incident incident = episode.incident();
    StringBuilder text = new StringBuilder(incident.title()).append('\n');
    section(text, "Seen", incident.evidence());
    section(text, "Stands out", incident.attribution());
    section(text, "Done", incident.done());
    section(text, "To do", incident.advice().isEmpty() ? List.of() : List.of(incident.advice()));
    section(text, "Over", episode.ending().map(Ending::why).stream().toList());
    return text.toString().strip();
  }

  private static void section(StringBuilder text, String title, List<String> lines) {
    if (!lines.isEmpty()) {
      text.append(title).append(": ").append(String.join("; ", lines)).append('\n');
    }
  }
}
