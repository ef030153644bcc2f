package io.tidewatch.demo.backend.api;

import io.tidewatch.demo.backend.admission.Admission;
import io.tidewatch.demo.backend.admission.Place;
import io.tidewatch.demo.backend.faults.Faults;
import io.tidewatch.demo.backend.web.Answer;
import io.tidewatch.demo.backend.web.Request;
import io.tidewatch.demo.backend.web.Route;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Lets a request through to another route once it is admitted, and holds its place for the agreed
 * time.
 */
public final class AdmittedRoute implements Route {
  private final Admission admission;
  private final Duration hold;
  private final Faults faults;
  private final String retryAfter;
  private final Route inner;

  /**
   * Wraps a route.
   *
   * @param retryAfter what a client is told that found the queue full
   */
  public AdmittedRoute(
      Admission admission, Duration hold, Duration retryAfter, Faults faults, Route inner) {
    this.admission = admission;
    this.hold = hold;
    this.faults = faults;
    this.retryAfter = Long.toString(Math.max(1, retryAfter.toSeconds()));
    this.inner = inner;
  }

  @Override
  public Answer answer(Request request) throws InterruptedException {
    Optional<Place> place = admission.arrive();
    if (place.isEmpty()) {
      return Answer.problem(503, "the queue is full").with("Retry-After", retryAfter);
    }
    try (Place held = place.get()) {
      held.awaitTurn();
      long begin = System.nanoTime();
      if (faults.failsRequest()) {
        return Answer.problem(500, "an injected error");
      }
      Answer answer = inner.answer(request);
      pause(begin, hold.plus(faults.delay()));
      return answer;
    }
  }

  private static void pause(long begin, Duration whole) throws InterruptedException {
    long rest = whole.toNanos() - (System.nanoTime() - begin);
    if (rest > 0) {
      TimeUnit.NANOSECONDS.sleep(rest);
    }
  }
}
