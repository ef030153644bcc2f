package io.tidewatch.demo.backend.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class AdmissionPropertyTest {
  /** A step of 0 to 5 is an arrival, anything above it that place's leaving, wherever it stands. */
  @Property(tries = 300)
  void neverMoreThanTheWidthRunNorMoreThanTheQueueWait(
      @ForAll @IntRange(min = 1, max = 12) int width,
      @ForAll @IntRange(max = 20) int queue,
      @ForAll @Size(max = 200) List<@IntRange(max = 11) Integer> steps) {
    Admission admission = new Admission(width, queue);
    List<Place> places = new ArrayList<>();
    for (int step : steps) {
      if (step < 6) {
        boolean full = places.size() == width + queue;
        Optional<Place> place = admission.arrive();
        assertEquals(full, place.isEmpty(), "turned away exactly when full");
        place.ifPresent(places::add);
      } else if (!places.isEmpty()) {
        places.remove(step % places.size()).close();
      }
      List<Boolean> admitted = places.stream().map(Place::isAdmitted).toList();
      int running = Math.min(width, places.size());
      assertEquals(running, admission.running());
      assertEquals(places.size() - running, admission.waiting());
      // in order of arrival: everybody before the first waiting one runs, nobody behind it does
      assertEquals(running, admitted.stream().filter(yes -> yes).count());
      assertTrue(admitted.subList(0, running).stream().allMatch(yes -> yes));
    }
  }

  @Property(tries = 20)
  void theSameHoldsForManyThreadsAtOnce(
      @ForAll @IntRange(min = 1, max = 4) int width, @ForAll @IntRange(max = 4) int queue)
      throws Exception {
    Admission admission = new Admission(width, queue);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger worst = new AtomicInteger();
    CountDownLatch go = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(12);
    try {
      List<Future<?>> ends = new ArrayList<>();
      for (int thread = 0; thread < 12; thread++) {
        ends.add(threads.submit(() -> visit(admission, inside, worst, go)));
      }
      go.countDown();
      for (Future<?> end : ends) {
        end.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertTrue(worst.get() <= width, worst + " were inside of " + width);
    assertEquals(0, admission.running());
    assertEquals(0, admission.waiting());
  }

  private static Void visit(
      Admission admission, AtomicInteger inside, AtomicInteger worst, CountDownLatch go)
      throws InterruptedException {
    go.await();
    for (int visit = 0; visit < 50; visit++) {
      Optional<Place> place = admission.arrive();
      if (place.isEmpty()) {
        continue;
      }
      try (Place held = place.get()) {
        held.awaitTurn();
        worst.accumulateAndGet(inside.incrementAndGet(), Math::max);
        Thread.yield();
        inside.decrementAndGet();
      }
    }
    return null;
  }
}
