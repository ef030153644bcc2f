package io.tidewatch.serving.window;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.Series;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.feature.HealthFeatures;
import io.tidewatch.feature.PodView;
import io.tidewatch.feature.PodViews;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The health of the pods of a workload as it is now, read when somebody asks. The windows of those
 * workloads that were asked about last are kept, so that asking each step reads only what is new.
 */
public final class PodWindows {
  private static final int LENGTH = PodView.LOOK_BACK + 1;
  private static final int OVERLAP = 10;

  /** Windows of so many pods are kept, 40 KiB each. */
  private static final int KEPT_PODS = 500;

  private final Catalogue catalogue;
  private final PodSource source;
  private final Clock clock;
  private final List<QuerySpec> queries;
  private final Map<WorkloadId, Pods> kept = new LinkedHashMap<>(16, 0.75f, true);

  /** Windows that nobody has asked about yet. */
  public PodWindows(Catalogue catalogue, PodSource source, Clock clock) {
    this.catalogue = catalogue;
    this.source = source;
    this.clock = clock;
    this.queries =
        catalogue.queries().stream()
            .filter(query -> query.level() == QuerySpec.Level.POD)
            .filter(query -> HealthFeatures.inputs().contains(query.name()))
            .toList();
  }

  /**
   * The pods of a workload at one step.
   *
   * @param at the time of the step
   * @param views of the pods that live and were seen long enough, by name
   * @param seen how many pods were seen at all in the last half day
   */
  public record Now(Instant at, SortedMap<String, PodView> views, int seen) {}

  /** The queries whose values are looked at: those of the catalogue that health features read. */
  public List<String> queries() {
    return queries.stream().map(QuerySpec::name).toList();
  }

  /**
   * The pods of a workload at the newest settled step.
   *
   * @throws io.tidewatch.domain.UserException when the source does not answer
   */
  public Now now(WorkloadId workload) {
    long step = catalogue.timescale().stepIndex(clock.instant().minus(catalogue.settle()));
    Pods pods;
    synchronized (kept) {
      pods = kept.computeIfAbsent(workload, Pods::new);
    }
    try {
      // Who asks about the same workload at the same time waits and finds it read.
      synchronized (pods) {
        pods.readTo(step);
        return pods.views(step);
      }
    } finally {
      forget();
    }
  }

  /** Drops the workloads that were not asked about for longest until the rest is few enough. */
  private void forget() {
    synchronized (kept) {
      int all = kept.values().stream().mapToInt(pods -> pods.size).sum();
      Iterator<Pods> oldest = kept.values().iterator();
      while (all > KEPT_PODS && oldest.hasNext()) {
        all -= oldest.next().size;
        oldest.remove();
      }
    }
  }

  /** The windows of one workload. */
  private final class Pods {
    private final WorkloadId workload;
    private final Map<String, Long> answeredTo = new HashMap<>();
    private final Map<String, Map<String, StepWindow>> windows = new TreeMap<>();
    private volatile int size;

    Pods(WorkloadId workload) {
      this.workload = workload;
    }

    void readTo(long step) {
      windows.values().forEach(own -> own.values().forEach(window -> window.advanceTo(step)));
      for (QuerySpec query : queries) {
        if (answeredTo.getOrDefault(query.name(), -1L) < step) {
          read(query, step);
        }
      }
      windows.values().removeIf(own -> own.values().stream().allMatch(w -> w.known(LENGTH) == 0));
      size = windows.size();
    }

    private void read(QuerySpec query, long step) {
      long answered = answeredTo.getOrDefault(query.name(), -1L);
      long from = Math.max(answered + 1 - OVERLAP, step - LENGTH + 1);
      PodSource.Reading reading = source.read(query, workload, from, step);
      reading.pods().forEach((pod, series) -> window(pod, query, step).put(series));
      if (reading.gap().isEmpty()) {
        answeredTo.put(query.name(), step);
      }
    }

    private StepWindow window(String pod, QuerySpec query, long step) {
      return windows
          .computeIfAbsent(pod, any -> new HashMap<>())
          .computeIfAbsent(query.name(), any -> new StepWindow(LENGTH, step));
    }

    Now views(long step) {
      Map<String, Map<String, Series>> series = new HashMap<>();
      windows.forEach(
          (pod, own) -> {
            Map<String, Series> named = new HashMap<>();
            own.forEach((metric, window) -> named.put(metric, window.series()));
            series.put(pod, named);
          });
      PodViews all = new PodViews(series);
      SortedMap<String, PodView> views = new TreeMap<>();
      for (String pod : all.pods()) {
        all.at(pod, LENGTH - 1).ifPresent(view -> views.put(pod, view));
      }
      return new Now(catalogue.timescale().wallTime(step), views, windows.size());
    }
  }
}
