package io.tidewatch.operator.incident;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tidewatch.operator.incident.Incident.Severity;
import io.tidewatch.source.ApiPost.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the process exports about its incidents; everything is read when it is asked for. */
record IncidentMetrics(IncidentDesk desk) {
  void register(PrometheusRegistry registry) {
    GaugeWithCallback.builder()
        .name("tidewatch_incidents_open")
        .help("Incidents that are open, whether told on their own or in a summary.")
        .labelNames("severity")
        .callback(
            open -> {
              List<Episode> episodes = desk.episodes();
              for (Severity severity : Severity.values()) {
                open.call(count(episodes, severity), severity.name().toLowerCase(Locale.ROOT));
              }
            })
        .register(registry);
    GaugeWithCallback.builder()
        .name("tidewatch_incident_undelivered")
        .help("Incidents of which a receiver does not have the newest state.")
        .labelNames("receiver")
        .callback(
            undelivered ->
                desk.couriers()
                    .forEach(
                        courier -> undelivered.call(desk.undelivered(courier), courier.name())))
        .register(registry);
    CounterWithCallback.builder()
        .name("tidewatch_incident_deliveries_total")
        .help("Messages by what became of them; given_up counts resolutions nobody took.")
        .labelNames("receiver", "outcome")
        .callback(this::deliveries)
        .register(registry);
  }

  private void deliveries(CounterWithCallback.Callback counted) {
    Map<String, Long> givenUp = desk.givenUp();
    for (Courier courier : desk.couriers()) {
      counted.call(courier.count(Verdict.TAKEN), courier.name(), "delivered");
      counted.call(courier.count(Verdict.LATER), courier.name(), "failed");
      counted.call(courier.count(Verdict.REFUSED), courier.name(), "refused");
      counted.call(givenUp.getOrDefault(courier.name(), 0L), courier.name(), "given_up");
    }
  }

  // The summary stands for others, which are counted.
  private static long count(List<Episode> episodes, Severity severity) {
    return episodes.stream()
        .filter(Episode::open)
        .filter(episode -> episode.severity() == severity)
        .filter(episode -> !episode.incident().key().equals(ManyIncidents.KEY))
        .count();
  }
}
