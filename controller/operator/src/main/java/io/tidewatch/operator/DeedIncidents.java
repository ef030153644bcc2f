package io.tidewatch.operator;

import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.Deed;
import io.tidewatch.operator.incident.Incident;
import io.tidewatch.operator.incident.Incident.Severity;
import io.tidewatch.operator.incident.Incidents;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What could not be done, and needs a person, becomes an incident; the next good deed ends it. */
final class DeedIncidents implements BiConsumer<WorkloadId, Deed> {
  private static final Map<String, String> ADVICE =
      Map.of(
          "ConflictingOwner",
          "let one of the two write minReplicas and metrics: leave them out of the other manifest, or"
              + " use actuation: metric",
          "OriginalLost",
          "apply your own manifest of the HPA: our annotation with its former values was removed",
          "HpaMissing",
          "create an HPA for the target, or use actuation: scale",
          "ManagedByGitOps",
          "leave minReplicas and metrics out of the repository, or use actuation: metric",
          "OwnedByKeda",
          "use actuation: metric and list tidewatch_desired_replicas in the ScaledObject");

  private final Incidents incidents;
  private final Clock clock;

  DeedIncidents(Incidents incidents, Clock clock) {
    this.incidents = incidents;
    this.clock = clock;
  }

  @Override
  public void accept(WorkloadId workload, Deed deed) {
    Optional<String> advice = Optional.ofNullable(ADVICE.get(deed.code()));
    advice.ifPresent(text -> incidents.report(incident(workload, deed, text)));
    if (deed.trouble() || deed.code().equals("NotLeader")) {
      return;
    }
    ADVICE.keySet().stream()
        .filter(code -> !code.equals(deed.code()))
        .map(code -> new Incident.Key(workload, code, ""))
        .forEach(key -> incidents.over(key, clock.instant(), "now " + deed.code()));
  }

  private Incident incident(WorkloadId workload, Deed deed, String advice) {
    return new Incident(
        workload,
        deed.code(),
        "",
        Severity.WARNING,
        workload + " is not scaled by prediction: " + deed.code(),
        List.of(deed.text()),
        List.of(),
        List.of("what we had written was given back; the HPA goes on as its user wrote it"),
        advice,
        clock.instant());
  }
}
