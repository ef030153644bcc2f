package io.tidewatch.spark.collect;

import org.apache.hadoop.util.ShutdownHookManager;

/** Stops streams on Ctrl-C before Spark's own hook takes the session away from under them. */
final class GracefulStop implements AutoCloseable {
  // Hadoop's manager runs hooks one by one, the highest first; Spark's are around 60.
  private static final int BEFORE_SPARK = 1_000;

  private final Runnable hook;

  private GracefulStop(Runnable hook) {
    this.hook = hook;
  }

  static GracefulStop of(Runnable stop) {
    ShutdownHookManager.get().addShutdownHook(stop, BEFORE_SPARK);
    return new GracefulStop(stop);
  }

  @Override
  public void close() {
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(hook);
    }
  }
}
