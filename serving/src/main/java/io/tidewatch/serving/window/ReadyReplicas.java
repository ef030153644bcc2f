package io.tidewatch.serving.window;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.Series;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.domain.WorkloadSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The newest known number of ready pods of each workload; one call per query for all of them. */
public final class ReadyReplicas {
  /** An older count is taken as unknown. */
  private static final int OLDEST = 5;

  private static final Logger LOG = LoggerFactory.getLogger(ReadyReplicas.class);

  private final Catalogue catalogue;
  private final DemandSource source;
  private boolean failing;

  public ReadyReplicas(Catalogue catalogue, DemandSource source) {
    this.catalogue = catalogue;
    this.source = source;
  }

  /** The counts at a step; a workload whose count is unknown is left out. */
  public Map<WorkloadId, Integer> at(long step) {
    Map<WorkloadId, Integer> counts = new HashMap<>();
    catalogue.workloads().stream()
        .flatMap(spec -> spec.readyReplicas().stream())
        .distinct()
        .forEach(query -> read(query, step, counts));
    return counts;
  }

  private void read(String query, long step, Map<WorkloadId, Integer> counts) {
    try {
      Map<WorkloadId, Series> answer =
          source.read(catalogue.query(query), step - OLDEST + 1, step).series();
      for (WorkloadSpec spec : catalogue.workloads()) {
        if (spec.readyReplicas().filter(query::equals).isPresent()) {
          newest(answer.get(spec.workload()))
              .ifPresent(count -> counts.put(spec.workload(), count));
        }
      }
      failing = false;
    } catch (UserException unavailable) {
      if (!failing) {
        LOG.warn("ready pods are unknown: {}: {}", unavailable.problem(), unavailable.reason());
      }
      failing = true;
    }
  }

  private static OptionalInt newest(Series series) {
    if (series == null) {
      return OptionalInt.empty();
    }
    for (int i = series.length() - 1; i >= 0; i--) {
      if (series.known(i)) {
        return OptionalInt.of((int) Math.max(0, Math.round(series.value(i))));
      }
    }
    return OptionalInt.empty();
  }
}
