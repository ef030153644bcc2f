package io.tidewatch.spark.optimize;

import io.tidewatch.domain.Series;
import io.tidewatch.mlflow.PolicyModel;
import io.tidewatch.policy.size.Need;
import io.tidewatch.policy.size.Needs;
import io.tidewatch.policy.size.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.api.java.function.MapGroupsFunction;
import org.apache.spark.sql.Row;

/**
 * What the pods of one workload need, out of their rows of the table metrics.
 *
 * @param now the newest step that has landed
 */
record PodSizes(long now) implements MapGroupsFunction<String, Row, SizedWorkload> {
  private static final String CPU = "cpu_usage";
  private static final String MEMORY = "memory_working_set";
  private static final String MEMORY_REQUEST = "memory_request";
  private static final String OOM_KILLS = "oom_kills";
  private static final String LIVE_HEAP = "heap_after_gc";
  private static final String MAX_HEAP = "heap_max";

  /** The metrics that sizes rest on. */
  static final Set<String> INPUTS =
      Set.of(CPU, MEMORY, MEMORY_REQUEST, OOM_KILLS, LIVE_HEAP, MAX_HEAP);

  /** A workload of whose pods nothing has landed. */
  static PolicyModel.Size unknown() {
    return written(Needs.of(List.of(), 0), Map.of());
  }

  /** Rows of pod, metric, step, value and when that became known, behind the workload. */
  @Override
  public SizedWorkload call(String workload, Iterator<Row> rows) {
    Map<String, Map<String, NewestCells>> pods = new TreeMap<>();
    while (rows.hasNext()) {
      Row row = rows.next();
      pods.computeIfAbsent(row.getString(1), pod -> new HashMap<>())
          .computeIfAbsent(row.getString(2), metric -> new NewestCells())
          .put(row.getLong(3), row.getDouble(4), row.getLong(5));
    }
    List<Usage> usages = new ArrayList<>();
    pods.values().forEach(pod -> usages.add(usage(pod)));
    Map<String, Double> heap = new TreeMap<>();
    highest(pods.values(), MAX_HEAP).ifPresent(bytes -> heap.put("max", bytes));
    highest(pods.values(), LIVE_HEAP).ifPresent(bytes -> heap.put("live", bytes));
    return new SizedWorkload(workload, written(Needs.of(usages, now), heap));
  }

  private static Usage usage(Map<String, NewestCells> pod) {
    return new Usage(
        series(pod, CPU), series(pod, MEMORY), series(pod, MEMORY_REQUEST), series(pod, OOM_KILLS));
  }

  private static Series series(Map<String, NewestCells> pod, String metric) {
    return pod.getOrDefault(metric, new NewestCells()).series();
  }

  private static OptionalDouble highest(Iterable<Map<String, NewestCells>> pods, String metric) {
    double highest = 0;
    for (Map<String, NewestCells> pod : pods) {
      Series series = series(pod, metric);
      for (int i = 0; i < series.length(); i++) {
        highest = Math.max(highest, series.known(i) ? series.value(i) : 0);
      }
    }
    return highest > 0 ? OptionalDouble.of(highest) : OptionalDouble.empty();
  }

  private static PolicyModel.Size written(Needs needs, Map<String, Double> heap) {
    Map<String, PolicyModel.Estimate> known = new TreeMap<>();
    Map<String, String> missing = new TreeMap<>();
    Map<String, Need> all = Map.of("cpu", needs.cpu(), "memory", needs.memory());
    all.forEach(
        (resource, need) -> {
          need.estimate().ifPresent(estimate -> known.put(resource, written(estimate)));
          need.missing().ifPresent(why -> missing.put(resource, why));
        });
    return new PolicyModel.Size(known, missing, heap);
  }

  private static PolicyModel.Estimate written(Need.Estimate need) {
    return new PolicyModel.Estimate(
        need.target(), need.lower(), need.upper(), need.observed(), need.days(), need.samples());
  }
}
