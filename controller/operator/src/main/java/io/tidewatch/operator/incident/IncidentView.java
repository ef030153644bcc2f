package io.tidewatch.operator.incident;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;

/** What {@code GET /incidents} answers. */
record IncidentView(WebhookDocument documents) {
  ObjectNode of(List<Episode> episodes, List<Courier> couriers, IncidentDesk desk) {
    ObjectNode view = IncidentJson.object();
    view.putArray("open");
    view.putArray("resolved");
    view.putArray("receivers");
    episodes.stream()
        .sorted(
            Comparator.comparing(Episode::severity, Comparator.reverseOrder())
                .thenComparing(Episode::opened, Comparator.reverseOrder()))
        .forEach(
            episode -> view.withArray(episode.open() ? "open" : "resolved").add(shown(episode)));
    couriers.forEach(courier -> view.withArray("receivers").add(shown(courier, desk)));
    return view;
  }

  private ObjectNode shown(Episode episode) {
    ObjectNode incident = documents.incident(episode);
    incident.put("in_summary", episode.folded());
    ObjectNode told = incident.putObject("told");
    episode
        .told()
        .forEach((receiver, revision) -> told.put(receiver, revision >= episode.revision()));
    return incident;
  }

  private static ObjectNode shown(Courier courier, IncidentDesk desk) {
    Courier.Standing standing = courier.standing();
    ObjectNode receiver =
        IncidentJson.object()
            .put("name", courier.name())
            .put("undelivered", desk.undelivered(courier));
    standing.taken().ifPresent(at -> receiver.put("last_taken", at.toString()));
    standing.failing().ifPresent(at -> receiver.put("failing_since", at.toString()));
    standing.failing().ifPresent(at -> receiver.put("problem", standing.problem()));
    return receiver;
  }
}
