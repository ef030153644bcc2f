package io.tidewatch.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.operator.actuate.InMemoryActuators;
import io.tidewatch.operator.actuate.TestingClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whose HPA it is: what he has written last, and whether he has taken a field back. */
final class HpaOwner {
  private static final Duration DAY = Duration.ofDays(1);
  private static final int MIN = 2;
  private static final int MAX = 80;
  private static final int TARGET = 60;

  /** He has taken a field back; nobody may touch it for a day, or before his terms change. */
  private record Fight(Instant until, String terms) {}

  private final InMemoryActuators hpa;
  private final TestingClock clock;
  private int min = MIN;
  private int max = MAX;
  private int target = TARGET;
  private int terms = 1;
  private Optional<Fight> fight = Optional.empty();

  HpaOwner(InMemoryActuators hpa, TestingClock clock) {
    this.hpa = hpa;
    this.clock = clock;
  }

  /** The HPA as it is in the beginning. */
  static InMemoryActuators makes(TestingClock clock) {
    return new InMemoryActuators(clock, MIN, MAX, TARGET);
  }

  int min() {
    return min;
  }

  int target() {
    return target;
  }

  /** The version of what he wants of us. */
  String terms() {
    return Integer.toString(terms);
  }

  void changesTerms() {
    terms++;
    fight = Optional.empty();
  }

  void applies(int a, int b) {
    if (!hpa.exists()) {
      return;
    }
    Optional<String> floor = hpa.floorTerms();
    min = 1 + a % 5;
    max = a % 2 == 0 ? 12 : MAX;
    target = b;
    hpa.apply(min, max, target);
    floor.ifPresent(this::takesBack);
  }

  // An equal value by a bare patch leaves no trace: that one is documented, and not noticed.
  void patches(int a) {
    int wanted = 1 + a % 8;
    if (!hpa.exists() || wanted == hpa.min()) {
      return;
    }
    Optional<String> floor = hpa.floorTerms().filter(any -> hpa.holds(true));
    min = wanted;
    hpa.patchMin(min);
    floor.ifPresent(this::takesBack);
  }

  // Whoever changes the PredictiveScaler and then the HPA between two looks has new terms already.
  private void takesBack(String floorTerms) {
    fight = Optional.of(new Fight(clock.instant().plus(DAY), floorTerms));
  }

  void deletesOrCreates(int a, int b) {
    if (hpa.exists()) {
      hpa.delete();
      return;
    }
    fight = Optional.empty();
    min = 1 + a % 5;
    max = MAX;
    target = b;
    hpa.create(min, max, target);
  }

  /** Whether he has taken a field back and nothing has ended that but time. */
  boolean hasFought() {
    return fight.isPresent();
  }

  /** Whether that must still be respected. */
  boolean fights() {
    return fight
        .filter(each -> each.terms().equals(terms()))
        .filter(each -> clock.instant().isBefore(each.until()))
        .isPresent();
  }

  void assertBounds(int scalersMax) {
    assertTrue(hpa.min() >= min, () -> "below the user's minimum " + min + ": " + hpa);
    assertTrue(hpa.min() <= Math.max(min, Math.min(max, scalersMax)), () -> "above: " + hpa);
    assertEquals(max, hpa.max(), "the maximum is nobody's but the user's");
    assertTrue(hpa.target() >= target, () -> "a lower target than the user's: " + hpa);
  }

  void assertHas(String after) {
    assertEquals(min, hpa.min(), () -> "after " + after + ": " + hpa);
    assertEquals(target, hpa.target(), () -> "after " + after + ": " + hpa);
  }
}
