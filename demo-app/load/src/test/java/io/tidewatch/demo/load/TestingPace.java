package io.tidewatch.demo.load;

/** A clock that jumps to each moment that is waited for. */
final class TestingPace implements Pace {
  private long now;
  private long stopAt = Long.MAX_VALUE;

  TestingPace stoppedAt(long nanos) {
    stopAt = nanos;
    return this;
  }

  @Override
  public long now() {
    return now;
  }

  @Override
  public boolean waitUntil(long nanos) {
    now = Math.max(now, Math.min(nanos, stopAt));
    return nanos < stopAt;
  }

  void advance(long nanos) {
    now += nanos;
  }
}
