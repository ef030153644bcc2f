package io.tidewatch.source;

import io.tidewatch.log.LogLine;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines of a range of steps in the order of time, and the steps that could not be read; a step
 * of which a part is missing has no line at all here.
 */
public record LogResult(List<LogLine> lines, List<RangeGap> gaps) {
  public LogResult {
    lines = List.copyOf(lines);
    gaps = List.copyOf(gaps);
  }

  /** Both results, this one being the earlier. */
  LogResult and(LogResult later) {
    List<LogLine> allLines = new ArrayList<>(lines);
    allLines.addAll(later.lines);
    RangeResult joined =
        new RangeResult(List.of(), gaps).and(new RangeResult(List.of(), later.gaps));
    return new LogResult(allLines, joined.gaps());
  }
}
