package io.tidewatch.demo.backend.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.demo.backend.TestingClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultsTest {
  @TempDir Path folder;

  private final TestingClock clock = new TestingClock();

  @Test
  void withoutFaultsNothingFailsAndNothingWaits() {
    Faults faults = faults(() -> {});

    assertFalse(faults.failsRequest());
    assertEquals(Duration.ZERO, faults.delay());
    assertEquals(List.of(), faults.describe());
  }

  @Test
  void oneSeedFailsTheSameRequestsAndAboutTheOrderedShare() {
    List<Boolean> once = failures(7);

    assertEquals(once, failures(7));
    assertFalse(once.equals(failures(8)));
    assertEquals(300, once.stream().filter(failed -> failed).count(), 50);
  }

  @Test
  void latencyCreepsUpToAWorst() {
    Faults faults = faults(() -> {});
    faults.begin(order("latency", 3_600, OptionalDouble.of(100)));

    clock.advance(Duration.ofSeconds(1));
    Duration early = faults.delay();
    clock.advance(Duration.ofSeconds(29));
    Duration later = faults.delay();
    clock.advance(Duration.ofSeconds(1_000));

    assertEquals(100, early.toMillis(), 20);
    assertEquals(3_000, later.toMillis(), 600);
    assertEquals(Duration.ofSeconds(8), faults.delay());
  }

  @Test
  void aFaultEndsAtItsTime() {
    Faults faults = faults(() -> {});
    faults.begin(order("errors", 60, OptionalDouble.of(1)));

    clock.advance(Duration.ofSeconds(59));
    assertTrue(faults.failsRequest());
    clock.advance(Duration.ofSeconds(1));
    assertFalse(faults.failsRequest());
    assertEquals(List.of(), faults.describe());
  }

  @Test
  void clearingEndsAllOfThem() {
    Faults faults = faults(() -> {});
    faults.begin(order("errors", 60, OptionalDouble.of(1)));
    faults.begin(order("latency", 60, OptionalDouble.empty()));

    faults.clear();

    assertFalse(faults.failsRequest());
    assertEquals(List.of(), faults.describe());
  }

  @Test
  void anOrderedCrashEndsTheProcessAndTheNextLifeCrashesAgain() throws InterruptedException {
    CountDownLatch first = new CountDownLatch(1);
    faults(first::countDown).begin(order("crash", 60, OptionalDouble.of(0.001)));
    assertTrue(first.await(30, TimeUnit.SECONDS));

    CountDownLatch second = new CountDownLatch(1);
    faults(second::countDown).resume();

    assertTrue(second.await(30, TimeUnit.SECONDS));
  }

  @Test
  void aCrashLoopWhoseTimeIsOverIsNotTakenUpAgain() {
    faults(() -> {}).begin(order("crash", 60, OptionalDouble.of(1_000)));
    clock.advance(Duration.ofSeconds(60));
    Faults next = faults(() -> {});

    next.resume();

    assertEquals(List.of(), next.describe());
  }

  @Test
  void aClearedCrashLoopIsForgotten() {
    Faults faults = faults(() -> {});
    faults.begin(order("crash", 60, OptionalDouble.of(1_000)));
    faults.clear();
    Faults next = faults(() -> {});

    next.resume();

    assertEquals(List.of(), next.describe());
  }

  @Test
  void anOrderWithoutTimeOrWithNegativeIntensityIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> order("leak", 0, OptionalDouble.empty()));
    assertThrows(IllegalArgumentException.class, () -> order("leak", 1, OptionalDouble.of(-1)));
  }

  private List<Boolean> failures(long seed) {
    Faults faults = faults(() -> {});
    faults.begin(new FaultOrder("errors", Duration.ofSeconds(60), seed, OptionalDouble.of(0.3)));
    return IntStream.range(0, 1_000).mapToObj(request -> faults.failsRequest()).toList();
  }

  private Faults faults(Runnable end) {
    return new Faults(clock, new CrashMemory(folder), end);
  }

  private static FaultOrder order(String name, long seconds, OptionalDouble intensity) {
    return new FaultOrder(name, Duration.ofSeconds(seconds), 1, intensity);
  }
}
