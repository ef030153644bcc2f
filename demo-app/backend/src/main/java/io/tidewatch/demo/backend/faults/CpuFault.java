package io.tidewatch.demo.backend.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Burns every core that this process may use; intensity is the share of the time, from above 0 to
 * 1.
 */
public final class CpuFault implements Fault {
  private static final double DEFAULT = 1;
  private static final long SLICE_NANOS = 50_000_000;

  private final double intensity;
  private final long seed;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean open = true;
  private volatile long sink;

  CpuFault(FaultOrder order) {
    intensity = Math.min(1, order.intensityOr(DEFAULT));
    seed = order.seed();
  }

  @Override
  public void start() {
    int cores = Runtime.getRuntime().availableProcessors();
    for (int core = 0; core < cores; core++) {
      SplittableRandom random = new SplittableRandom(seed + core);
      Thread thread = new Thread(() -> burn(random), "fault-cpu-" + core);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  @Override
  public double intensity() {
    return intensity;
  }

  @Override
  public void close() {
    open = false;
    threads.forEach(LockSupport::unpark);
  }

  private void burn(SplittableRandom random) {
    while (open) {
      long end = System.nanoTime() + (long) (SLICE_NANOS * intensity);
      while (System.nanoTime() < end) {
        sink = random.nextLong();
      }
      long rest = (long) (SLICE_NANOS * (1 - intensity));
      if (rest > 0) {
        LockSupport.parkNanos(rest);
      }
    }
  }
}
