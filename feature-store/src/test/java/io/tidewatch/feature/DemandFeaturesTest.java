package io.tidewatch.feature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.Series;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DemandFeaturesTest {
  private static final Instant NOW = Instant.parse("2026-11-24T16:07:00Z");
  private static final FeatureSet<DemandView> SET = DemandFeatures.set();
  private static final int LENGTH = DemandView.LOOK_BACK + 2_000;

  private static double[] noisy(long seed, int length, double gapShare) {
    Random random = new Random(seed);
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      double daily = 100 + 50 * Math.sin(2 * Math.PI * i / 1_440);
      values[i] = random.nextDouble() < gapShare ? Double.NaN : daily + 10 * random.nextDouble();
    }
    values[length - 1] = 120;
    return values;
  }

  private static double[] vectorAtEnd(double[] values) {
    Series bridged = DemandView.bridge(Series.of(0, values));
    return SET.vector(DemandView.at(bridged, values.length - 1, NOW, ZoneOffset.UTC));
  }

  private static double valueOf(String name, double[] vector) {
    return vector[SET.names().indexOf(name)];
  }

  @Property(tries = 25)
  void aServingWindowGivesTheBitsOfTheWholeHistory(
      @ForAll long seed, @ForAll @DoubleRange(min = 0, max = 0.4) double gapShare) {
    double[] history = noisy(seed, LENGTH, gapShare);
    int window = DemandView.LOOK_BACK + DemandView.LONGEST_BRIDGE + 1;
    double[] recent = Arrays.copyOfRange(history, LENGTH - window, LENGTH);
    assertArrayEquals(vectorAtEnd(history), vectorAtEnd(recent));
  }

  @Property(tries = 25)
  void allButTheLevelAreTheSameForAWorkloadTenTimesAsLarge(@ForAll long seed) {
    double[] small = noisy(seed, 3_000, 0.01);
    double[] large = Arrays.stream(small).map(v -> 10 * v).toArray();
    double[] ofSmall = vectorAtEnd(small);
    double[] ofLarge = vectorAtEnd(large);
    assertEquals(10 * ofSmall[DemandFeatures.LEVEL], ofLarge[DemandFeatures.LEVEL], 1e-4);
    for (int i = 1; i < ofSmall.length; i++) {
      assertEquals(
          ofSmall[i], ofLarge[i], 1e-5 * Math.max(1, Math.abs(ofSmall[i])), SET.names().get(i));
    }
  }

  @Property(tries = 25)
  void theFutureIsNotSeen(@ForAll long seed, @ForAll @IntRange(min = 200, max = 1_500) int now) {
    double[] history = noisy(seed, 3_000, 0.05);
    history[now] = 100;
    double[] changed = history.clone();
    Arrays.fill(changed, now + 1, changed.length, 9_999);
    assertArrayEquals(at(history, now), at(changed, now));
  }

  private static double[] at(double[] values, int now) {
    return SET.vector(
        DemandView.at(DemandView.bridge(Series.of(0, values)), now, NOW, ZoneOffset.UTC));
  }

  @Test
  void aConstantDemandHasLagsOfOneAndNoDeviation() {
    double[] constant = new double[3_000];
    Arrays.fill(constant, 50);
    double[] vector = vectorAtEnd(constant);
    assertEquals(50.5, vector[DemandFeatures.LEVEL], 1e-4);
    assertEquals(50 / 50.5, valueOf("lag_7", vector), 1e-6);
    assertEquals(0, valueOf("deviation_60", vector), 1e-9);
    assertEquals(0, valueOf("slope_10", vector), 1e-9);
  }

  @Test
  void yesterdaysSpikeShowsAtItsTime() {
    double[] values = new double[3_000];
    Arrays.fill(values, 50);
    values[2_999 - 1_440 + 10] = 200;
    double[] vector = vectorAtEnd(values);
    assertTrue(valueOf("day_h10", vector) > 3.5);
    assertEquals(1, valueOf("day_h5", vector), 0.05);
    assertTrue(valueOf("day_peak_15", vector) > 3.5);
  }

  @Test
  void theCalendarIsTheWorkloadsOwnZone() {
    double[] values = noisy(1, 3_000, 0);
    Series bridged = DemandView.bridge(Series.of(0, values));
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    double[] vector = SET.vector(DemandView.at(bridged, 2_999, NOW, berlin));
    assertEquals(17 * 60 + 7, valueOf("minute_of_day", vector));
    assertEquals(2, valueOf("weekday", vector));
  }

  @Test
  void anIdleBatchWorkloadHasFiniteFeatures() {
    double[] values = new double[3_000];
    values[1_000] = 500;
    for (double value : vectorAtEnd(values)) {
      assertTrue(Double.isFinite(value));
    }
  }

  @Test
  void thereIsNoViewIntoALongGap() {
    double[] values = noisy(2, 3_000, 0);
    Arrays.fill(values, 2_990, 3_000, Double.NaN);
    Series bridged = DemandView.bridge(Series.of(0, values));
    assertTrue(DemandView.exists(bridged, 2_994));
    assertFalse(DemandView.exists(bridged, 2_995));
    assertThrows(
        IllegalArgumentException.class, () -> DemandView.at(bridged, 2_995, NOW, ZoneOffset.UTC));
  }

  @Test
  void theFingerprintNamesOrderAndVersion() {
    FeatureSet<DemandView> reversed =
        new FeatureSet<>("demand", 1, List.of(SET.features().get(1), SET.features().get(0)));
    FeatureSet<DemandView> straight =
        new FeatureSet<>("demand", 1, List.of(SET.features().get(0), SET.features().get(1)));
    assertFalse(reversed.fingerprint().equals(straight.fingerprint()));
    assertEquals(SET.fingerprint(), DemandFeatures.set().fingerprint());
  }

  @Test
  void trainedPackagesStillNameThisSet() {
    // Change it only with the set's version: models that name it are refused from then on.
    assertEquals(
        "sha256:6cd4dd969fcda2c50ec59db5a104b698240addf496546be38c68adf491717fd2",
        SET.fingerprint());
  }
}
