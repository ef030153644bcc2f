package io.tidewatch.serving;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.serving.forecast.BoardBuilder;
import io.tidewatch.serving.score.OnlineStore;
import io.tidewatch.serving.window.LiveWindows;
import io.tidewatch.serving.window.WindowStore;
import java.nio.file.Path;

/**
 * Keeps on disk what a restart must not forget: what intervals have learned after every step, the
 * windows once in a while and at the end. What a killed process did not save of the windows is
 * asked of Prometheus again. Used by the thread that moves the windows.
 */
final class Snapshots {
  /** Windows of thousands of workloads are hundreds of MiB: seldom enough for any disk. */
  private static final int STEPS_BETWEEN = 60;

  /** The first time soon after the start, because a week was read, but not in the way of it. */
  private static final int FIRST = 5;

  private final LiveWindows windows;
  private final BoardBuilder builder;
  private final WindowStore windowStore;
  private final OnlineStore onlineStore;
  private int steps;

  Snapshots(Path directory, Catalogue catalogue, LiveWindows windows, BoardBuilder builder) {
    this.windows = windows;
    this.builder = builder;
    this.windowStore = new WindowStore(directory, catalogue);
    this.onlineStore = new OnlineStore(directory);
  }

  /** Takes over what an earlier process has left. */
  void restore(long newest) {
    windowStore.restore(windows, newest);
    builder.restore(onlineStore.restore());
  }

  /** A step has been forecast. */
  void stepped() {
    onlineStore.save(builder.online());
    steps++;
    if (steps % STEPS_BETWEEN == FIRST) {
      windowStore.save(windows);
    }
  }

  /** The process ends. */
  void ending() {
    onlineStore.save(builder.online());
    windowStore.save(windows);
  }
}
