package io.tidewatch.local.doctor;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.domain.WorkloadSpec;
import io.tidewatch.source.InstantSample;
import io.tidewatch.source.PrometheusClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Asks every query of a catalogue once: how many series, and which workloads they name. */
final class CatalogueChecks {
  private static final int MOST_NAMES = 6;

  private final Catalogue catalogue;
  private final PrometheusClient prometheus;
  private final Instant now;

  CatalogueChecks(Catalogue catalogue, PrometheusClient prometheus, Instant now) {
    this.catalogue = catalogue;
    this.prometheus = prometheus;
    this.now = now;
  }

  List<Check> run() {
    List<Check> checks = new ArrayList<>();
    Map<String, Set<WorkloadId>> answered = new HashMap<>();
    for (QuerySpec query : catalogue.queries()) {
      checks.add(check(query, answered));
    }
    for (WorkloadSpec workload : catalogue.workloads()) {
      checks.add(check(workload, answered));
    }
    return checks;
  }

  private Check check(QuerySpec query, Map<String, Set<WorkloadId>> answered) {
    String what = "query " + query.name();
    try {
      Instant at = catalogue.timescale().alignDown(now.minus(catalogue.settle()));
      List<InstantSample> all = prometheus.instant(query.at(catalogue.timescale().step()), at);
      List<InstantSample> samples =
          all.stream().filter(sample -> !QuerySpec.isAbsentZero(sample.labels())).toList();
      Set<WorkloadId> workloads =
          samples.stream()
              .flatMap(sample -> query.workloadOf(sample.labels()).stream())
              .collect(Collectors.toCollection(TreeSet::new));
      answered.put(query.name(), workloads);
      return samples.isEmpty()
          ? silent(what, query, !all.isEmpty(), at)
          : judge(what, query, samples.size(), workloads);
    } catch (UserException failure) {
      return Check.missing(what, failure.reason().lines().findFirst().orElse(failure.problem()));
    }
  }

  // Errors that nobody made yet are no fault of the catalogue; a metric that is not there is.
  private Check silent(String what, QuerySpec query, boolean zeros, Instant at) {
    List<String> unknown =
        MetricNames.of(query.at(catalogue.timescale().step())).stream()
            .filter(name -> prometheus.instant("count(" + name + ")", at).isEmpty())
            .toList();
    if (!unknown.isEmpty()) {
      return Check.missing(
          what,
          "Prometheus has no series of "
              + String.join(", ", unknown)
              + " now: check the name, and that its exporter is scraped");
    }
    if (zeros) {
      return Check.warning(
          what, "nothing matches now, so it counts as zero; its metrics are there");
    }
    return Check.missing(what, "its metrics are there, but no series fits its labels and joins");
  }

  private static Check judge(String what, QuerySpec query, int series, Set<WorkloadId> workloads) {
    if (workloads.isEmpty()) {
      return Check.missing(
          what,
          series
              + " series, but none has the labels "
              + query.labels().namespace()
              + " and "
              + query.labels().workload());
    }
    String names =
        workloads.stream()
            .limit(MOST_NAMES)
            .map(WorkloadId::toString)
            .collect(Collectors.joining(", "));
    String more = workloads.size() > MOST_NAMES ? ", …" : "";
    return Check.ok(
        what, series + " series of " + workloads.size() + " workloads: " + names + more);
  }

  private static Check check(WorkloadSpec workload, Map<String, Set<WorkloadId>> answered) {
    String what = "workload " + workload.workload();
    boolean seen = answered.getOrDefault(workload.demand(), Set.of()).contains(workload.workload());
    if (!seen) {
      return Check.missing(what, "its query " + workload.demand() + " has no series of it now");
    }
    return workload.capacity().isPresent()
        ? Check.ok(what, "has demand, a pod carries " + workload.capacity().getAsDouble())
        : Check.warning(what, "has demand; without a capacity it is left to the HPA");
  }
}
