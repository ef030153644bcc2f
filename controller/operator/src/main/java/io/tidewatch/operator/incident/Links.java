package io.tidewatch.operator.incident;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where people read more.
 *
 * @param controller the controller's address as people reach it; empty: there are no links
 */
record Links(Optional<String> controller) {
  static Links none() {
    return new Links(Optional.empty());
  }

  /** The decisions about the workload; of a summary the list of incidents. */
  Optional<String> of(Incident incident) {
    return controller.map(base -> base.replaceAll("/+$", "") + path(incident));
  }

  private static String path(Incident incident) {
    if (incident.key().equals(ManyIncidents.KEY)) {
      return "/incidents";
    }
    String workload = incident.workload().toString();
    return "/decisions?workload=" + URLEncoder.encode(workload, StandardCharsets.UTF_8);
  }
}
