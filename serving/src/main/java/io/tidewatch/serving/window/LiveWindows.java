package io.tidewatch.serving.window;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.UserException;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.domain.WorkloadSpec;
import io.tidewatch.feature.DemandView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The demand windows of every workload, read with one call per query whatever the number of
 * workloads. A query that fails leaves its workloads' new steps unknown and is asked again for all
 * of them; the others go on. Not safe for several threads.
 */
public final class LiveWindows {
  /** Steps that are read again each time, for samples that came late. */
  static final int OVERLAP = 2 * DemandView.LONGEST_BRIDGE;

  private static final Logger LOG = LoggerFactory.getLogger(LiveWindows.class);

  private final Catalogue catalogue;
  private final DemandSource source;
  private final Map<WorkloadId, DemandWindow> windows = new LinkedHashMap<>();
  private final Map<String, Progress> demand = new LinkedHashMap<>();

  /** Empty windows for a catalogue, which {@link #readTo} fills. */
  public LiveWindows(Catalogue catalogue, DemandSource source) {
    this.catalogue = catalogue;
    this.source = source;
    for (WorkloadSpec spec : catalogue.workloads()) {
      windows.put(spec.workload(), new DemandWindow(-1));
      demand
          .computeIfAbsent(spec.demand(), name -> new Progress(catalogue.query(name)))
          .workloads
          .put(spec.workload(), spec);
    }
  }

  /** Moves every window on to a step and reads what has not been read yet. */
  public void readTo(long step) {
    windows.values().forEach(window -> window.advanceTo(step));
    demand.values().forEach(progress -> read(progress, step));
  }

  /** Whether a query failed when it was last asked, so that asking again before a step helps. */
  public boolean failing() {
    return demand.values().stream().anyMatch(progress -> progress.failure.isPresent());
  }

  /** What the demand query of a workload failed with when it was last asked, if it did. */
  public Optional<String> failure(WorkloadSpec spec) {
    return demand.get(spec.demand()).failure;
  }

  /** The window of a workload of the catalogue. */
  public DemandWindow window(WorkloadId workload) {
    return windows.get(workload);
  }

  /** The last step to which the demand query of a workload was answered; −1 for none. */
  long answeredTo(WorkloadSpec spec) {
    return demand.get(spec.demand()).answeredTo;
  }

  /**
   * Takes windows as read to these steps. A query of which one workload is not among them is read
   * in full, since one call is for all of them.
   */
  void answered(Map<WorkloadId, Long> steps) {
    for (Progress progress : demand.values()) {
      progress.answeredTo =
          progress.workloads.keySet().stream()
              .mapToLong(workload -> steps.getOrDefault(workload, -1L))
              .min()
              .orElse(-1);
    }
  }

  private void read(Progress progress, long step) {
    long from = Math.max(progress.answeredTo + 1 - OVERLAP, step - DemandWindow.LENGTH + 1);
    try {
      DemandSource.Reading reading = source.read(progress.query, from, step);
      for (WorkloadId id : progress.workloads.keySet()) {
        Optional.ofNullable(reading.series().get(id)).ifPresent(windows.get(id)::put);
      }
      if (reading.gap().isPresent()) {
        progress.failed(reading.gap().get());
        return;
      }
      progress.answered(step);
    } catch (UserException unavailable) {
      progress.failed(unavailable.problem() + ": " + unavailable.reason());
    }
  }

  /** The workloads of one query and how far it has been answered. */
  private static final class Progress {
    private final QuerySpec query;
    private final Map<WorkloadId, WorkloadSpec> workloads = new LinkedHashMap<>();
    private long answeredTo = -1;
    private Optional<String> failure = Optional.empty();

    Progress(QuerySpec query) {
      this.query = query;
    }

    void answered(long step) {
      if (failure.isPresent()) {
        LOG.info("query {} answers again", query.name());
      }
      failure = Optional.empty();
      answeredTo = step;
    }

    void failed(String why) {
      if (failure.isEmpty()) {
        LOG.warn("query {} fails and is asked again: {}", query.name(), why);
      }
      failure = Optional.of(why);
    }
  }
}
