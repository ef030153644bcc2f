package io.tidewatch.operator;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.domain.WorkloadSpec;
import io.tidewatch.source.InstantSample;
import io.tidewatch.source.PrometheusClient;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** Asks a Prometheus, one call per query of the catalogue for all workloads. */
final class PrometheusObserver implements Observer {
  private final Catalogue catalogue;
  private final PrometheusClient client;
  private final Complaints complaints =
      new Complaints(LoggerFactory.getLogger(PrometheusObserver.class));

  PrometheusObserver(Catalogue catalogue, PrometheusClient client) {
    this.catalogue = catalogue;
    this.client = client;
  }

  @Override
  public Observation observe(Instant at) {
    Pass pass = new Pass(at);
    Map<WorkloadId, Reading> ready = pass.readings(WorkloadSpec::readyReplicas);
    return new Observation(pass.readings(spec -> Optional.of(spec.demand())), ready);
  }

  @Override
  public Observation settledDemand(Instant at) {
    Map<WorkloadId, Reading> none = Map.of();
    return new Observation(new Pass(at).readings(spec -> Optional.of(spec.demand())), none);
  }

  /** The samples of one query by workload, or why there are none. */
  private record Answer(Map<WorkloadId, List<Double>> values, Optional<Why> failure) {}

  /** All queries at one time; a query is asked once, however many workloads name it. */
  private final class Pass {
    private final Instant at;
    private final Map<String, Answer> asked = new HashMap<>();

    Pass(Instant at) {
      this.at = at;
    }

    /** A reading of every workload that names a query. */
    Map<WorkloadId, Reading> readings(Function<WorkloadSpec, Optional<String>> queryOf) {
      Map<WorkloadId, Reading> readings = new HashMap<>();
      for (WorkloadSpec spec : catalogue.workloads()) {
        queryOf
            .apply(spec)
            .map(catalogue::query)
            .ifPresent(query -> readings.put(spec.workload(), reading(query, spec.workload())));
      }
      return readings;
    }

    private Reading reading(QuerySpec query, WorkloadId workload) {
      Answer answer = answer(query, query.at(catalogue.timescale().step()));
      if (answer.failure().isPresent()) {
        return Reading.unknown(answer.failure().get());
      }
      List<Double> values = answer.values().getOrDefault(workload, List.of());
      if (values.size() == 1) {
        return Reading.of(values.get(0));
      }
      if (values.size() > 1) {
        String several = " yields " + values.size() + " series of it; sum them in the query";
        return Reading.unknown(Why.severalSeries(query.name() + several));
      }
      return Reading.unknown(Why.noValue(query.name() + " has no value of it"));
    }

    private Answer answer(QuerySpec query, String promql) {
      return asked.computeIfAbsent(promql, ask -> ask(query, ask));
    }

    private Answer ask(QuerySpec query, String promql) {
      try {
        Map<WorkloadId, List<Double>> values =
            client.instant(promql, at).stream()
                .filter(sample -> query.workloadOf(sample.labels()).isPresent())
                .collect(
                    Collectors.groupingBy(
                        sample -> query.workloadOf(sample.labels()).orElseThrow(),
                        Collectors.mapping(InstantSample::value, Collectors.toList())));
        complaints.well("query " + query.name());
        return new Answer(values, Optional.empty());
      } catch (UserException failed) {
        complaints.trouble("query " + query.name(), failed.problem() + ": " + failed.reason());
        return new Answer(Map.of(), Optional.of(Why.metricsDown(failed.reason())));
      }
    }
  }
}
