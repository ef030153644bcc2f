package io.tidewatch.demo.history;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;

/** The truth file: what was planted, for those who judge a detector, never for a detector. */
final class Truth {
  private static final int LIVE_DAYS = 2;

  private Truth() {}

  /** Writes the incidents of the history and of the two days after it. */
  static void write(ShopTraffic traffic, long seed, Path file) {
    String document = document(traffic, seed).toPrettyString();
    HistoryFile.replace(file, out -> out.append(document).append('\n'));
  }

  static ObjectNode document(ShopTraffic traffic, long seed) {
    ObjectNode document =
        Json.object()
            .put("seed", seed)
            .put("from", time(traffic.firstMinute()))
            .put("to", time(traffic.lastMinute()));
    ArrayNode incidents = document.putArray("incidents");
    long until = traffic.lastMinute() + (long) LIVE_DAYS * Moment.MINUTES_A_DAY;
    for (Incident incident : traffic.incidents().between(traffic.firstMinute(), until)) {
      incidents.add(entry(traffic, incident));
    }
    return document;
  }

  private static ObjectNode entry(ShopTraffic traffic, Incident incident) {
    ObjectNode entry =
        Json.object()
            .put("kind", incident.kind().id())
            .put("workload", Workload.NAMESPACE + "/" + incident.workload())
            .put("start", time(incident.startMinute()))
            .put("end", time(incident.endMinute()))
            .put("severity", Math.round(incident.severity() * 1000) / 1000.0)
            .put("live", incident.startMinute() > traffic.lastMinute());
    if (incident.kind() == Incident.Kind.LEAK_OOM) {
      entry.put("pod", traffic.podName(incident.workload(), incident.pod()));
    }
    return entry;
  }

  private static String time(long minute) {
    return Instant.ofEpochSecond(minute * 60).toString();
  }
}
