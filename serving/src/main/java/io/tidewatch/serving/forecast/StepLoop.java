package io.tidewatch.serving.forecast;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.Forecast.ModelId;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.serving.model.LoadedModel;
import io.tidewatch.serving.model.ModelSlot;
import io.tidewatch.serving.window.LiveWindows;
import io.tidewatch.serving.window.ReadyReplicas;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Moves serving on: when a step has settled, when a query that failed may be asked again, or when
 * another model has come, a new board is made and published. One thread calls it.
 */
public final class StepLoop {
  private final Catalogue catalogue;
  private final LiveWindows windows;
  private final ReadyReplicas replicas;
  private final ModelSlot<LoadedModel> slot;
  private final BoardBuilder builder;
  private final Duration retry;
  private final Clock clock;
  private final Consumer<Board> publish;
  private long step = Long.MIN_VALUE;
  private Instant askedAt = Instant.MIN;
  private Optional<ModelId> model = Optional.empty();
  private Map<WorkloadId, Integer> ready = Map.of();

  /**
   * A loop that has done nothing yet.
   *
   * @param retry how soon a query that failed is asked again (wall time)
   * @param publish takes each finished board
   */
  public StepLoop(
      Catalogue catalogue,
      LiveWindows windows,
      ReadyReplicas replicas,
      ModelSlot<LoadedModel> slot,
      BoardBuilder builder,
      Duration retry,
      Clock clock,
      Consumer<Board> publish) {
    this.catalogue = catalogue;
    this.windows = windows;
    this.replicas = replicas;
    this.slot = slot;
    this.builder = builder;
    this.retry = retry;
    this.clock = clock;
    this.publish = publish;
  }

  /** Does what is due; often it is nothing, and then it says false. */
  public boolean tick() {
    Instant now = clock.instant();
    long settled = catalogue.timescale().stepIndex(now.minus(catalogue.settle()));
    boolean again = windows.failing() && !now.isBefore(askedAt.plus(retry));
    Optional<ModelId> inUse = slot.current().map(LoadedModel::id);
    if (settled <= step && !again && inUse.equals(model)) {
      return false;
    }
    if (settled > step || again) {
      step = Math.max(step, settled);
      windows.readTo(step);
      ready = replicas.at(step);
      askedAt = clock.instant();
    }
    Board board = builder.build(step, ready);
    model = board.model().map(LoadedModel::id);
    publish.accept(board);
    return true;
  }
}
