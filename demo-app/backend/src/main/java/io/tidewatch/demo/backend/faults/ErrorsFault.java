package io.tidewatch.demo.backend.faults;

import java.util.SplittableRandom;

/** Fails a share of the requests; intensity is that share, from above 0 to 1. */
public final class ErrorsFault implements Fault {
  private static final double DEFAULT = 0.5;

  private final double share;
  private final SplittableRandom random;

  ErrorsFault(FaultOrder order) {
    share = Math.min(1, order.intensityOr(DEFAULT));
    random = new SplittableRandom(order.seed());
  }

  @Override
  public void start() {
    // nothing runs: each request is drawn for when it comes
  }

  @Override
  public synchronized boolean failsRequest() {
    return random.nextDouble() < share;
  }

  @Override
  public double intensity() {
    return share;
  }

  @Override
  public void close() {
    // nothing to give back
  }
}
