package io.tidewatch.operator;

import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.actuate.Deed;
import io.tidewatch.operator.crd.LastDeed;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was done about each workload last: for its status, for metrics and for the log. */
final class Deeds implements BiConsumer<WorkloadId, Deed> {
  private static final Logger LOG = LoggerFactory.getLogger(Deeds.class);
  private static final Set<String> ACTING =
      Set.of(
          "FloorSet",
          "FloorKept",
          "FloorStands",
          "TargetRestored",
          "Restored",
          "NothingToDo",
          "Scaled",
          "AsWanted",
          "Moved");

  private final ControllerMetrics metrics;
  private final BiConsumer<WorkloadId, Deed> further;
  private final Map<WorkloadId, Deed> last = new ConcurrentHashMap<>();

  /**
   * @param further hears of each deed, too
   */
  Deeds(ControllerMetrics metrics, BiConsumer<WorkloadId, Deed> further) {
    this.metrics = metrics;
    this.further = further;
  }

  @Override
  public void accept(WorkloadId workload, Deed deed) {
    Deed before = last.put(workload, deed);
    if (before == null || !before.code().equals(deed.code())) {
      LOG.info("{}: {}: {}", workload, deed.code(), deed.text());
    }
    metrics.done(workload, deed);
    further.accept(workload, deed);
  }

  Optional<LastDeed> of(WorkloadId workload) {
    return Optional.ofNullable(last.get(workload))
        .map(
            deed ->
                new LastDeed(ACTING.contains(deed.code()), deed.code(), deed.text(), floor(deed)));
  }

  private static OptionalInt floor(Deed deed) {
    return deed.floor()
        .map(view -> OptionalInt.of(view.minReplicas()))
        .orElseGet(OptionalInt::empty);
  }
}
