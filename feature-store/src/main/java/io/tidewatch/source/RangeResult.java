package io.tidewatch.source;

import java.util.ArrayList;
import java.util.List;

/** What a query has answered over a range of steps, and which steps it has not. */
public record RangeResult(List<RangeSeries> series, List<RangeGap> gaps) {
  public RangeResult {
    series = List.copyOf(series);
    gaps = List.copyOf(gaps);
  }

  static RangeResult of(RangeGap gap) {
    return new RangeResult(List.of(), List.of(gap));
  }

  /** Both results, this one being the earlier; series of the same labels stay apart. */
  RangeResult and(RangeResult later) {
    List<RangeSeries> allSeries = new ArrayList<>(series);
    allSeries.addAll(later.series);
    List<RangeGap> allGaps = new ArrayList<>(gaps);
    later.gaps.forEach(gap -> append(allGaps, gap));
    return new RangeResult(allSeries, allGaps);
  }

  private static void append(List<RangeGap> gaps, RangeGap next) {
    int last = gaps.size() - 1;
    if (last >= 0 && continues(gaps.get(last), next)) {
      StepRange joined = new StepRange(gaps.get(last).steps().after(), next.steps().until());
      gaps.set(last, new RangeGap(joined, next.reason(), next.detail()));
      return;
    }
    gaps.add(next);
  }

  private static boolean continues(RangeGap before, RangeGap next) {
    return before.steps().until() == next.steps().after() && before.reason() == next.reason();
  }
}
