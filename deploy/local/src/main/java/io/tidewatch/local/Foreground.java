package io.tidewatch.local;

import io.tidewatch.processes.ProcessSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/** Runs a child that shares our input and output, as if it were us. */
public final class Foreground {
  private static final int GRACE_SECONDS = 15;

  private Foreground() {}

  /** Runs it to its end and returns its exit code; when we are ended, it is ended first. */
  public static int run(ProcessSpec spec) throws InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(spec.command()).inheritIO();
    builder.environment().keySet().removeAll(spec.withoutVariables());
    builder.environment().putAll(spec.environment());
    try {
      Process child = builder.start();
      Thread hook = new Thread(() -> end(child), "tidewatch-end-" + spec.name());
      Runtime.getRuntime().addShutdownHook(hook);
      int code = child.waitFor();
      forget(hook);
      return code;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + spec.command(), e);
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The hook runs already, and finds a child that has ended.
      return;
    }
  }

  private static void end(Process child) {
    child.destroy();
    try {
      if (!child.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        child.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
