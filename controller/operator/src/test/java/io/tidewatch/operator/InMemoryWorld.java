package io.tidewatch.operator;

import io.tidewatch.domain.WorkloadId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Measurements and forecasts of workloads that follow functions of time; dies when told to. */
final class InMemoryWorld implements Observer, Forecaster {
  private static final Why DOWN = Why.metricsDown("the test has pulled the plug");

  private final Map<WorkloadId, Function<Instant, Reading>> demand = new HashMap<>();
  private final Map<WorkloadId, Function<Instant, Reading>> ready = new HashMap<>();
  private final Map<WorkloadId, Function<Instant, ForecastAnswer>> forecasts = new HashMap<>();
  private Instant newestSettled = Instant.EPOCH;
  boolean metricsDown;
  Optional<Why> servingDown = Optional.empty();
  int forecastCalls;

  void demand(WorkloadId workload, Function<Instant, Reading> of) {
    demand.put(workload, of);
  }

  void ready(WorkloadId workload, int pods) {
    ready.put(workload, at -> Reading.of(pods));
  }

  /** Forecasts as a function of the newest sample that serving has seen. */
  void forecast(WorkloadId workload, Function<Instant, ForecastAnswer> of) {
    forecasts.put(workload, of);
  }

  @Override
  public Observation observe(Instant at) {
    return new Observation(all(demand, at), all(ready, at));
  }

  @Override
  public Observation settledDemand(Instant at) {
    newestSettled = at.isAfter(newestSettled) ? at : newestSettled;
    return new Observation(all(demand, at), Map.of());
  }

  @Override
  public Map<WorkloadId, ForecastAnswer> forecasts(List<WorkloadId> workloads) {
    forecastCalls++;
    return workloads.stream().collect(Collectors.toMap(id -> id, this::answer));
  }

  private ForecastAnswer answer(WorkloadId workload) {
    if (servingDown.isPresent()) {
      return ForecastAnswer.missing(servingDown.get());
    }
    if (!forecasts.containsKey(workload)) {
      return ForecastAnswer.missing(Why.servingError("not enough history"));
    }
    return forecasts.get(workload).apply(newestSettled);
  }

  private Map<WorkloadId, Reading> all(
      Map<WorkloadId, Function<Instant, Reading>> values, Instant at) {
    return values.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> metricsDown ? Reading.unknown(DOWN) : entry.getValue().apply(at)));
  }
}
