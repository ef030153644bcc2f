package io.tidewatch.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class StepRangeTest {
  @Property
  void slices_cover_a_range_exactly_in_order_and_none_is_longer_than_asked(
      @ForAll @LongRange(min = -100_000, max = 30_000_000) long after,
      @ForAll @IntRange(max = 20_000) int length,
      @ForAll @LongRange(min = 1, max = 11_000) long longest) {
    StepRange range = new StepRange(after, after + length);
    long next = range.after();
    for (StepRange slice : range.slices(longest)) {
      assertEquals(next, slice.after());
      assertTrue(slice.length() >= 1 && slice.length() <= longest);
      next = slice.until();
    }
    assertEquals(range.until(), next);
  }

  @Property
  void halves_cover_a_range_and_both_are_shorter(@ForAll @IntRange(min = 2, max = 20_000) int n) {
    List<StepRange> halves = new StepRange(7, 7 + n).halves();
    assertEquals(2, halves.size());
    assertEquals(7, halves.get(0).after());
    assertEquals(halves.get(0).until(), halves.get(1).after());
    assertEquals(7 + n, halves.get(1).until());
  }

  @Property
  void a_slice_keeps_both_limits_of_the_server(@ForAll @LongRange(max = 5_000_000) long series) {
    long steps = PrometheusClient.longestSlice(series);
    assertTrue(steps >= 1 && steps <= PrometheusClient.MOST_POINTS_PER_SERIES);
    assertTrue(steps * series <= PrometheusClient.MOST_POINTS);
  }
}
