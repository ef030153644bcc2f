package io.tidewatch.spark.collect;

import java.util.concurrent.TimeoutException;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.sql.streaming.StreamingQuery;

/** Stops a stream on Ctrl-C before Spark's own hook takes the session away from under it. */
final class GracefulStop implements AutoCloseable {
  // Hadoop's manager runs hooks one by one, the highest first; Spark's are around 60.
  private static final int BEFORE_SPARK = 1_000;

  private final Runnable hook;

  private GracefulStop(Runnable hook) {
    this.hook = hook;
  }

  static GracefulStop of(StreamingQuery query) {
    Runnable hook = () -> stop(query);
    ShutdownHookManager.get().addShutdownHook(hook, BEFORE_SPARK);
    return new GracefulStop(hook);
  }

  static void stop(StreamingQuery query) {
    try {
      query.stop();
    } catch (TimeoutException slow) {
      // The process ends now; an unfinished batch is repeated by the next run.
      return;
    }
  }

  @Override
  public void close() {
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(hook);
    }
  }
}
