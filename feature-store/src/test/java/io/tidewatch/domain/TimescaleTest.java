package io.tidewatch.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class TimescaleTest {
  private static final Instant WALL = Instant.parse("2026-11-24T16:00:00Z");
  private static final Instant NOMINAL = Instant.parse("1998-07-12T23:59:00Z");

  @Test
  void aTwelveSecondStepRunsFiveTimesAsFastAsTheClock() {
    Timescale fast = new Timescale(Duration.ofSeconds(12), WALL, NOMINAL);
    assertEquals(NOMINAL.plusSeconds(300), fast.nominal(WALL.plusSeconds(60)));
    assertEquals(Duration.ofSeconds(60), fast.wallDuration(Duration.ofMinutes(5)));
  }

  @Test
  void theAnchorKeepsATracesOwnClock() {
    Timescale trace = new Timescale(Duration.ofMinutes(1), WALL, NOMINAL);
    assertEquals(NOMINAL.minusSeconds(3_600), trace.nominal(WALL.minusSeconds(3_600)));
  }

  @Property
  void aStepIndexComesBackFromItsWallTime(
      @ForAll @LongRange(min = -1_000_000, max = 1_000_000_000) long index) {
    Timescale scale = Timescale.realTime();
    assertEquals(index, scale.stepIndex(scale.wallTime(index)));
    assertEquals(scale.wallTime(index), scale.alignDown(scale.wallTime(index).plusSeconds(59)));
  }

  @Test
  void refusesAStepBelowASecond() {
    assertThrows(
        IllegalArgumentException.class, () -> new Timescale(Duration.ofMillis(500), WALL, NOMINAL));
  }
}
