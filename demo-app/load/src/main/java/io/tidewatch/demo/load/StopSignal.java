package io.tidewatch.demo.load;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** While open, Ctrl-C and TERM end the sending and wait until the results are written. */
final class StopSignal implements AutoCloseable {
  private final CountDownLatch written = new CountDownLatch(1);
  private final Thread hook;

  StopSignal(WallPace pace, Duration longest) {
    this.hook = new Thread(() -> stop(pace, longest), "stop");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void stop(WallPace pace, Duration longest) {
    pace.stop();
    try {
      written.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    written.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: the hook is what made it end in order.
      return;
    }
  }
}
