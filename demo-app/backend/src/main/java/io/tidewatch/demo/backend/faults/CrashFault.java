package io.tidewatch.demo.backend.faults;

import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends the process with exit code 1 a little after each start; intensity is the mean seconds that
 * it lives.
 *
 * <p>It is remembered in a file that outlives the container, so the restarted process crashes again
 * until its time is over.
 */
public final class CrashFault implements Fault {
  private static final double DEFAULT = 3;

  private final double intensity;
  private final long nanosToLive;
  private final CrashMemory memory;
  private final Runnable end;
  private final Thread thread = new Thread(this::crash, "fault-crash");
  private volatile boolean open = true;

  CrashFault(FaultOrder order, CrashMemory memory, Runnable end) {
    intensity = order.intensityOr(DEFAULT);
    // each life has its own length, all of them follow from the seed
    SplittableRandom random = new SplittableRandom(order.seed() + memory.livesSoFar());
    nanosToLive = (long) (intensity * (0.5 + random.nextDouble()) * 1e9);
    this.memory = memory;
    this.end = end;
  }

  @Override
  public void start() {
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public double intensity() {
    return intensity;
  }

  @Override
  public void close() {
    open = false;
    memory.forget();
    LockSupport.unpark(thread);
  }

  private void crash() {
    long death = System.nanoTime() + nanosToLive;
    while (open && System.nanoTime() < death) {
      LockSupport.parkNanos(death - System.nanoTime());
    }
    if (open) {
      end.run();
    }
  }
}
