package io.tidewatch.operator;

import io.tidewatch.domain.UserException;
import io.tidewatch.operator.actuate.FloorReason;
import io.tidewatch.operator.actuate.Sweeper;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sweeps in every replica, leader or not: a floor must not depend on an election. */
final class SweepTimer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SweepTimer.class);
  private static final String ABOUT = "the sweep of expired floors";

  private final Sweeper sweeper;
  private final Complaints complaints = new Complaints(LOG);
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "sweep"));

  private final List<Optional<String>> places;

  private SweepTimer(Sweeper sweeper, List<String> namespaces) {
    this.sweeper = sweeper;
    this.places =
        namespaces.isEmpty()
            ? List.of(Optional.empty())
            : namespaces.stream().map(Optional::of).toList();
  }

  /**
   * @param namespaces where to sweep; everywhere when empty
   */
  static SweepTimer every(Duration pause, Sweeper sweeper, List<String> namespaces) {
    SweepTimer timer = new SweepTimer(sweeper, namespaces);
    timer.thread.scheduleWithFixedDelay(
        timer::sweep, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    return timer;
  }

  private void sweep() {
    try {
      long restored = 0;
      for (Optional<String> place : places) {
        restored += sweeper.sweep(place, false).count(FloorReason.RESTORED);
      }
      if (restored > 0) {
        LOG.info("restored {} HPAs whose floor had expired", restored);
      }
      complaints.well(ABOUT);
    } catch (UserException trouble) {
      complaints.trouble(ABOUT, trouble.getMessage());
    } catch (RuntimeException bug) {
      LOG.error("a sweep failed: a bug in the controller", bug);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
