package io.tidewatch.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class PeakDistributionTest {
  private static PeakDistribution uniform() {
    double[] quantiles = new double[PeakDistribution.GRID];
    for (int i = 0; i < quantiles.length; i++) {
      quantiles[i] = 100 + i;
    }
    return new PeakDistribution(5, quantiles);
  }

  @Property
  void probabilityIsTheInverseOfTheQuantile(@ForAll @DoubleRange(min = 0, max = 1) double p) {
    PeakDistribution peak = uniform();
    assertEquals(1 - p, peak.probabilityAbove(peak.quantile(p)), 1e-9);
  }

  @Test
  void isCertainOutsideItsRange() {
    assertEquals(1, uniform().probabilityAbove(99));
    assertEquals(0, uniform().probabilityAbove(200));
  }

  @Test
  void refusesQuantilesThatFall() {
    double[] falling = uniform().quantiles();
    falling[7] = 0;
    assertThrows(IllegalArgumentException.class, () -> new PeakDistribution(5, falling));
  }

  @Test
  void copiesWhatItIsGiven() {
    PeakDistribution peak = uniform();
    peak.quantiles()[0] = -1;
    assertEquals(100, peak.quantile(0));
  }
}
