package io.tidewatch.demo.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.demo.trace.UserError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TraceRateTest {
  private final Trace trace = new Trace(Instant.EPOCH, new double[] {10, 20, 40, 20, 10, 0, 0, 0});

  private Rate rate(int from, int seconds, double speed) {
    return TraceRate.of(
        trace,
        Optional.of(Instant.ofEpochSecond(from)),
        Duration.ofSeconds(seconds),
        speed,
        100,
        "t");
  }

  @Test
  void the_peak_belongs_to_the_maximum_of_the_window_that_is_played() {
    assertEquals(100, rate(60, 120, 1).at(60), 1e-9);
    assertEquals(100, rate(180, 60, 1).at(0), 1e-9);
  }

  @Test
  void a_minute_lasts_sixty_seconds_divided_by_the_speed() {
    Rate fast = rate(0, 48, 5);

    assertEquals(25, fast.at(0), 1e-9);
    assertEquals(50, fast.at(12), 1e-9);
    assertEquals(75, fast.at(18), 1e-9);
    assertEquals(100, fast.at(24), 1e-9);
  }

  @Test
  void a_window_outside_the_trace_or_without_traffic_is_refused() {
    assertThrows(UserError.class, () -> rate(-60, 60, 1));
    assertThrows(UserError.class, () -> rate(400, 60, 1));
    assertThrows(UserError.class, () -> rate(0, 100, 5));
    assertThrows(UserError.class, () -> rate(300, 60, 1));
  }

  @Property
  void no_moment_of_a_window_is_above_its_peak(
      @ForAll @Size(min = 3, max = 30) List<@DoubleRange(min = 1, max = 1e6) Double> values,
      @ForAll @DoubleRange(min = 0, max = 1) double where,
      @ForAll @IntRange(min = 1, max = 60) int seconds) {
    Trace any = new Trace(Instant.EPOCH, values.stream().mapToDouble(v -> v).toArray());
    Optional<Instant> start = Optional.of(Instant.ofEpochSecond((long) (where * 59)));

    Rate rate = TraceRate.of(any, start, Duration.ofSeconds(seconds), 1, 50, "any");

    for (double second = 0; second <= seconds; second += 0.37) {
      assertTrue(rate.at(second) <= 50 + 1e-6);
    }
  }
}
