package io.tidewatch.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SeriesTest {
  private static final double GAP = Double.NaN;

  @Test
  void aGapIsUnknownAndNeverAZero() {
    Series series = Series.of(10, 1, GAP, Double.POSITIVE_INFINITY, 4);
    assertEquals(2, series.gaps());
    assertFalse(series.known(1));
    assertThrows(IllegalStateException.class, () -> series.value(1));
    assertFalse(series.known(4));
  }

  @Test
  void fillsTheStartOfEachGapAndLeavesTheRestUnknown() {
    Series filled = Series.of(0, GAP, 1, GAP, GAP, GAP, 5).filled(2);
    assertFalse(filled.known(0));
    assertEquals(1, filled.value(2));
    assertEquals(1, filled.value(3));
    assertFalse(filled.known(4));
  }

  @Test
  void aSliceKeepsItsPlaceInTime() {
    Series slice = Series.of(10, 1, GAP, 3).slice(1, 3);
    assertEquals(11, slice.firstStep());
    assertFalse(slice.known(0));
    assertEquals(3, slice.value(1));
  }

  @Property
  void fillingDoesNotDependOnWhatComesLater(
      @ForAll @Size(min = 1, max = 40) List<Boolean> known,
      @ForAll @IntRange(max = 6) int longest) {
    double[] values = new double[known.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = known.get(i) ? i : GAP;
    }
    Series whole = Series.of(0, values).filled(longest);
    for (int to = 1; to <= values.length; to++) {
      Series part = Series.of(0, values).slice(0, to).filled(longest);
      assertEquals(whole.known(to - 1), part.known(to - 1));
      assertTrue(!part.known(to - 1) || part.value(to - 1) == whole.value(to - 1));
    }
  }
}
