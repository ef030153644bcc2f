package io.tidewatch.spark.collect;

import io.tidewatch.domain.Timescale;
import io.tidewatch.source.StepRange;
import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of the open gaps once they have been read again: those that could be read are
 * closed; of those that could be read in part the rest stays open as gaps of their own; the others
 * stay as they are, so that trying again and again adds nothing to the table.
 */
record GapsAfterRepair(List<OpenGaps.Open> closed, List<OpenGaps.Open> opened) {
  GapsAfterRepair {
    closed = List.copyOf(closed);
    opened = List.copyOf(opened);
  }

  /**
   * Compares the gaps that were read again with what failed.
   *
   * @param failed what could not be read again, of any query
   */
  static GapsAfterRepair of(
      List<OpenGaps.Open> again, List<QueryRange> failed, Timescale timescale) {
    List<OpenGaps.Open> closed = new ArrayList<>();
    List<OpenGaps.Open> opened = new ArrayList<>();
    for (OpenGaps.Open gap : again) {
      QueryRange whole = gap.range(timescale);
      List<QueryRange> rest = rest(whole, failed);
      if (rest.equals(List.of(whole))) {
        continue;
      }
      closed.add(gap);
      rest.forEach(part -> opened.add(part(gap, part.steps(), timescale)));
    }
    return new GapsAfterRepair(closed, opened);
  }

  private static List<QueryRange> rest(QueryRange whole, List<QueryRange> failed) {
    return QueryRange.merged(
        failed.stream()
            .filter(range -> range.query().equals(whole.query()))
            .flatMap(range -> range.within(whole.steps()).stream())
            .toList());
  }

  private static OpenGaps.Open part(OpenGaps.Open gap, StepRange steps, Timescale timescale) {
    return new OpenGaps.Open(
        gap.metric(),
        timescale.wallTime(steps.after()),
        timescale.wallTime(steps.until()),
        gap.reason());
  }
}
