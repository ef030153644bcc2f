package io.tidewatch.serving.optimize;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.Series;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.policy.size.Resources;
import io.tidewatch.serving.window.DemandSource;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the pods of each workload ask for now: one call per query for all workloads, at most once a
 * step, whatever the number of requests.
 */
public final class PresentResources {
  private static final String CPU_REQUEST = "cpu_request";
  private static final String CPU_LIMIT = "cpu_limit";
  private static final String MEMORY_REQUEST = "memory_request";
  private static final String MEMORY_LIMIT = "memory_limit";
  private static final List<String> QUERIES =
      List.of(CPU_REQUEST, CPU_LIMIT, MEMORY_REQUEST, MEMORY_LIMIT);

  /** An older value is taken as unknown. */
  private static final int OLDEST = 5;

  private final Catalogue catalogue;
  private final DemandSource source;
  private final Clock clock;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile Page page = new Page(Long.MIN_VALUE, Map.of(), "they have not been read yet");

  public PresentResources(Catalogue catalogue, DemandSource source, Clock clock) {
    this.catalogue = catalogue;
    this.source = source;
    this.clock = clock;
  }

  /**
   * What a workload's pods ask for.
   *
   * @param why it is unknown, if it is
   */
  public record Answer(Optional<Resources> resources, String why) {}

  /** What was read at a step; {@code trouble} is empty if that went well. */
  private record Page(long step, Map<WorkloadId, Map<String, Double>> values, String trouble) {}

  /** What the pods of a workload ask for, as far as known. */
  public Answer of(WorkloadId workload) {
    List<String> lacking = QUERIES.stream().filter(name -> query(name).isEmpty()).toList();
    if (!lacking.isEmpty()) {
      return unknown(
          "the catalogue has no query "
              + String.join(", ", lacking)
              + " (built-in sets kubernetes and sizes)");
    }
    refresh();
    Page now = page;
    if (!now.trouble().isEmpty()) {
      return unknown(now.trouble());
    }
    // A pod without any of them is not told from a pod that nobody sees.
    return Optional.ofNullable(now.values().get(workload))
        .map(PresentResources::resources)
        .orElseGet(() -> unknown("Prometheus has no request and no limit of its pods"));
  }

  private static Answer resources(Map<String, Double> values) {
    try {
      return new Answer(
          Optional.of(
              new Resources(
                  value(values, CPU_REQUEST),
                  value(values, CPU_LIMIT),
                  value(values, MEMORY_REQUEST),
                  value(values, MEMORY_LIMIT))),
          "");
    } catch (IllegalArgumentException torn) {
      // Pods of two revisions during a rollout.
      return unknown("its pods differ: " + torn.getMessage());
    }
  }

  private static Answer unknown(String why) {
    return new Answer(Optional.empty(), why);
  }

  /** Who comes while another one reads takes what there was before. */
  private void refresh() {
    Instant settled = clock.instant().minus(catalogue.settle());
    long step = catalogue.timescale().stepIndex(settled);
    if (page.step() == step || !reading.tryLock()) {
      return;
    }
    try {
      page = read(step);
    } finally {
      reading.unlock();
    }
  }

  private Page read(long step) {
    Map<WorkloadId, Map<String, Double>> values = new HashMap<>();
    try {
      for (String name : QUERIES) {
        DemandSource.Reading answer =
            source.read(highest(query(name).orElseThrow()), step - OLDEST + 1, step);
        if (answer.gap().isPresent()) {
          return new Page(step, Map.of(), answer.gap().get());
        }
        answer
            .series()
            .forEach(
                (workload, series) ->
                    newest(series)
                        .ifPresent(
                            value ->
                                values
                                    .computeIfAbsent(workload, any -> new HashMap<>())
                                    .put(name, value)));
      }
      return new Page(step, values, "");
    } catch (UserException unavailable) {
      return new Page(step, Map.of(), unavailable.problem() + ": " + unavailable.reason());
    }
  }

  private Optional<QuerySpec> query(String name) {
    return catalogue.queries().stream().filter(query -> query.name().equals(name)).findFirst();
  }

  /** One series per workload: that of its largest pod. */
  private static QuerySpec highest(QuerySpec query) {
    QuerySpec.LabelNames labels = query.labels();
    String by = String.join(", ", labels.namespace(), labels.workload(), labels.kind());
    return query.withPromql("max by (" + by + ") (" + query.promql() + ")");
  }

  private static Optional<Double> newest(Series series) {
    for (int i = series.length() - 1; i >= 0; i--) {
      if (series.known(i)) {
        return Optional.of(series.value(i));
      }
    }
    return Optional.empty();
  }

  private static OptionalDouble value(Map<String, Double> values, String name) {
    Double value = values.get(name);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
