package io.tidewatch.serving;

import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.Series;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.serving.window.PodSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongToDoubleFunction;

/** A source of pods that answers by formulas, and fails on demand. */
public final class InMemoryPods implements PodSource {
  private final Map<String, Map<String, LongToDoubleFunction>> formulas = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private boolean down;

  /** The same value at every step. */
  public InMemoryPods answer(String query, WorkloadId workload, String pod, double value) {
    return answer(query, workload, pod, step -> value);
  }

  public synchronized InMemoryPods answer(
      String query, WorkloadId workload, String pod, LongToDoubleFunction formula) {
    formulas.computeIfAbsent(query + " of " + workload, any -> new HashMap<>()).put(pod, formula);
    return this;
  }

  public synchronized void down(boolean isDown) {
    down = isDown;
  }

  /** The calls so far, as query and number of steps. */
  public synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  public synchronized Reading read(QuerySpec query, WorkloadId workload, long from, long to) {
    asked.add(query.name() + " " + (to - from + 1));
    if (down) {
      throw new UserException("Prometheus does not answer", "connection refused", "start it");
    }
    Map<String, Series> pods = new HashMap<>();
    formulas
        .getOrDefault(query.name() + " of " + workload, Map.of())
        .forEach((pod, formula) -> pods.put(pod, series(formula, from, to)));
    return new Reading(pods, Optional.empty());
  }

  private static Series series(LongToDoubleFunction formula, long from, long to) {
    double[] values = new double[(int) (to - from + 1)];
    for (int i = 0; i < values.length; i++) {
      values[i] = formula.applyAsDouble(from + i);
    }
    return Series.of(from, values);
  }
}
