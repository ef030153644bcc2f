package io.tidewatch.demo.backend.faults;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes memory and touches every page of it, steadily, until the kernel kills the container;
 * intensity is MiB a second.
 *
 * <p>The memory is outside the Java heap: a full heap would end in an OutOfMemoryError, not in the
 * kernel's OOM kill.
 */
public final class LeakFault implements Fault {
  private static final double DEFAULT = 2;
  private static final int CHUNK = 256 * 1024;
  private static final int PAGE = 4_096;
  private static final double BYTES_PER_MEBIBYTE = 1024 * 1024;

  private final double intensity;
  private final SplittableRandom random;
  private final List<ByteBuffer> leaked = new ArrayList<>();
  private final Thread thread = new Thread(this::leak, "fault-leak");
  private volatile boolean open = true;

  LeakFault(FaultOrder order) {
    intensity = order.intensityOr(DEFAULT);
    random = new SplittableRandom(order.seed());
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
    LockSupport.unpark(thread);
  }

  private void leak() {
    double nanosPerChunk = CHUNK / (intensity * BYTES_PER_MEBIBYTE) * 1e9;
    while (open) {
      leaked.add(touched());
      // from half to one and a half times the mean pause: no two leaks look the same, one seed
      // always does
      LockSupport.parkNanos((long) (nanosPerChunk * (0.5 + random.nextDouble())));
    }
    leaked.clear();
    // memory outside the heap is given back by the collector only
    System.gc();
  }

  private static ByteBuffer touched() {
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
    for (int at = 0; at < CHUNK; at += PAGE) {
      chunk.put(at, (byte) 1);
    }
    return chunk;
  }
}
