package io.tidewatch.serving;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.Series;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.domain.WorkloadSpec;
import io.tidewatch.serving.window.DemandSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A source that answers by a formula, and fails or forgets on demand. */
public final class InMemoryDemand implements DemandSource {
  /** The value of a workload at a step; NaN where there is none. */
  public interface Formula {
    double of(WorkloadId workload, long step);
  }

  private final Map<String, Formula> formulas = new HashMap<>();
  private final Map<String, Set<WorkloadId>> workloads = new HashMap<>();
  private final Set<String> down = new HashSet<>();
  private final Map<String, String> gaps = new HashMap<>();
  private final Map<String, Long> steps = new HashMap<>();
  private int calls;

  public InMemoryDemand(Catalogue catalogue) {
    for (WorkloadSpec spec : catalogue.workloads()) {
      know(spec.demand(), spec.workload());
      spec.readyReplicas().ifPresent(query -> know(query, spec.workload()));
      for (String size : List.of("cpu_request", "cpu_limit", "memory_request", "memory_limit")) {
        know(size, spec.workload());
      }
    }
  }

  public synchronized InMemoryDemand answer(String query, Formula formula) {
    formulas.put(query, formula);
    return this;
  }

  public synchronized void down(String query) {
    down.add(query);
  }

  public synchronized void up(String query) {
    down.remove(query);
    gaps.remove(query);
  }

  /** Answers, but says that something is missing. */
  public synchronized void incomplete(String query, String why) {
    gaps.put(query, why);
  }

  public synchronized int calls() {
    return calls;
  }

  /** How many steps were asked for when a query was last read. */
  public synchronized long lastSteps(String query) {
    return steps.get(query);
  }

  @Override
  public synchronized Reading read(QuerySpec query, long from, long to) {
    calls++;
    steps.put(query.name(), to - from + 1);
    if (down.contains(query.name())) {
      throw new UserException("Prometheus does not answer", "connection refused", "start it");
    }
    Formula formula = formulas.get(query.name());
    if (formula == null) {
      throw new AssertionError("nobody scripted the query " + query.name());
    }
    Map<WorkloadId, Series> series = new HashMap<>();
    for (WorkloadId workload : workloads.get(query.name())) {
      double[] values = new double[(int) (to - from + 1)];
      for (int i = 0; i < values.length; i++) {
        values[i] = formula.of(workload, from + i);
      }
      Series all = Series.of(from, values);
      if (all.gaps() < values.length) {
        series.put(workload, all);
      }
    }
    return new Reading(series, Optional.ofNullable(gaps.get(query.name())));
  }

  private void know(String query, WorkloadId workload) {
    workloads.computeIfAbsent(query, any -> new HashSet<>()).add(workload);
  }
}
