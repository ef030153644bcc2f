package io.tidewatch.serving.window;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.Series;
import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.feature.DemandView;
import io.tidewatch.feature.FeatureSet;
import java.nio.FloatBuffer;
import java.time.Instant;
import java.time.ZoneId;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DemandWindowTest {
  private static final FeatureSet<DemandView> FEATURES = DemandFeatures.set();
  private static final Instant NOMINAL = Instant.parse("2026-11-24T12:00:00Z");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Property(tries = 30)
  void a_window_gives_the_same_vector_as_the_whole_history_bit_for_bit(
      @ForAll long seed,
      @ForAll @IntRange(min = 200, max = 14_000) int length,
      @ForAll @DoubleRange(max = 0.3) double gapShare,
      @ForAll @IntRange(min = 1, max = 3_000) int steps) {
    double[] history = history(new SplittableRandom(seed), length, gapShare);
    DemandWindow window = new DemandWindow(999);
    for (int from = 0; from < length; from += steps) {
      int to = Math.min(length, from + steps);
      window.advanceTo(1_000 + to - 1);
      window.put(Series.of(1_000, history).slice(from, to));
    }
    Series whole = DemandView.bridge(Series.of(1_000, history));
    Series windowed = DemandView.bridge(window.series());
    int last = windowed.length() - 1;
    assertEquals(DemandView.exists(whole, length - 1), DemandView.exists(windowed, last));
    if (DemandView.exists(whole, length - 1)) {
      assertArrayEquals(
          FEATURES.vector(DemandView.at(whole, length - 1, NOMINAL, BERLIN)),
          FEATURES.vector(DemandView.at(windowed, last, NOMINAL, BERLIN)));
    }
  }

  @Property(tries = 50)
  void whatever_the_jumps_a_step_holds_what_was_put_there_or_nothing(
      @ForAll @IntRange(min = 1, max = 25_000) int first,
      @ForAll @IntRange(min = 1, max = 12_000) int second) {
    DemandWindow window = new DemandWindow(0);
    window.advanceTo(first);
    window.put(Series.of(first, 7));
    window.advanceTo(first + second);
    window.put(Series.of(first + second, 8));
    boolean inside = second < DemandWindow.LENGTH;
    assertEquals(inside ? OptionalDouble.of(7) : OptionalDouble.empty(), window.value(first));
    assertEquals(OptionalDouble.of(8), window.value(first + second));
    assertEquals(inside ? 2 : 1, window.known(DemandWindow.LENGTH));
    assertEquals(OptionalLong.of(first + second), window.newestKnown());
  }

  @Test
  void five_thousand_windows_take_less_than_half_of_the_heap() {
    long bytes = 5_000L * DemandWindow.LENGTH * Float.BYTES;
    assertTrue(bytes < 256L << 20, bytes + " bytes");
    // What it costs is what its length says: another array would show here.
    assertEquals(DemandWindow.LENGTH, new DemandWindow(0).length());
  }

  @Test
  void what_is_saved_is_restored_with_its_gaps_wherever_the_ring_begins() {
    StepWindow window = new StepWindow(10, 1_003);
    window.put(Series.of(995, 1, 2, Double.NaN, 4, 5, 6, 7, 8, 9));
    FloatBuffer saved = FloatBuffer.allocate(10);
    window.save(saved);
    StepWindow restored = new StepWindow(10, -1);
    restored.restore(saved.flip(), 1_003);
    for (long step = 990; step < 1_006; step++) {
      assertEquals(window.value(step), restored.value(step), "step " + step);
    }
    assertEquals(8, restored.known(10));
  }

  @Test
  void what_no_float_can_hold_is_unknown() {
    DemandWindow window = new DemandWindow(10);
    window.put(Series.of(10, 1e300));
    assertTrue(window.value(10).isEmpty());
  }

  @Test
  void a_step_that_was_passed_without_a_value_is_unknown_until_one_comes_late() {
    DemandWindow window = new DemandWindow(10);
    window.put(Series.of(10, 1));
    window.advanceTo(12);
    assertTrue(window.value(11).isEmpty());
    assertEquals(OptionalLong.of(10), window.newestKnown());
    window.put(Series.of(11, 5));
    assertEquals(OptionalDouble.of(5), window.value(11));
  }

  @Test
  void a_gap_in_a_later_reading_does_not_wipe_out_a_value() {
    DemandWindow window = new DemandWindow(10);
    window.put(Series.of(10, 1));
    window.put(Series.of(9, 3, Double.NaN));
    assertEquals(OptionalDouble.of(1), window.value(10));
  }

  @Test
  void what_lies_outside_is_ignored() {
    DemandWindow window = new DemandWindow(20_000);
    window.put(Series.of(20_000 - DemandWindow.LENGTH, 1, 2));
    window.put(Series.of(20_000, 3, 4));
    assertEquals(2, window.known(DemandWindow.LENGTH));
  }

  private static double[] history(SplittableRandom random, int length, double gapShare) {
    double[] values = new double[length];
    double level = 50;
    for (int i = 0; i < length; i++) {
      level = Math.max(0, level + random.nextDouble() - 0.5);
      boolean gap = random.nextDouble() < gapShare / 4;
      // A window keeps floats.
      values[i] = (float) level;
      for (int k = 0; gap && k < random.nextInt(1, 9) && i < length - 1; k++) {
        values[i++] = Double.NaN;
      }
    }
    return values;
  }
}
