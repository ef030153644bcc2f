package io.tidewatch.demo.backend.admission;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** One request's place in the {@link Admission}: waiting, then admitted, then left. */
public final class Place implements AutoCloseable {
  private final Admission admission;
  private final CountDownLatch turn;
  private final AtomicBoolean left = new AtomicBoolean();

  private Place(Admission admission, int steps) {
    this.admission = admission;
    this.turn = new CountDownLatch(steps);
  }

  static Place admitted(Admission admission) {
    return new Place(admission, 0);
  }

  static Place queued(Admission admission) {
    return new Place(admission, 1);
  }

  /** Whether it is this request's turn. */
  public boolean isAdmitted() {
    return turn.getCount() == 0;
  }

  /** Waits until it is this request's turn. */
  public void awaitTurn() throws InterruptedException {
    turn.await();
  }

  /** Gives the place to the next one; a second call does nothing. */
  @Override
  public void close() {
    if (left.compareAndSet(false, true)) {
      admission.leave(this);
    }
  }

  void admit() {
    turn.countDown();
  }
}
