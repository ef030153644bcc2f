package io.tidewatch.loki;

import java.util.List;
import java.util.Optional;

/**
 * A parsed query: which streams, what is done to their lines, and, for a metric, how they are
 * counted.
 */
record Query(List<LabelMatcher> selector, List<Stage> stages, Optional<Metric> metric) {
  /**
   * How lines are counted.
   *
   * @param rangeNanos how far a window reaches back
   * @param perSecond whether the count is divided by the window
   * @param by the labels that sums are kept by; empty when there is no {@code sum}
   */
  record Metric(long rangeNanos, boolean perSecond, Optional<List<String>> by) {}

  Query {
    selector = List.copyOf(selector);
    stages = List.copyOf(stages);
  }

  boolean selects(Labels stream) {
    return selector.stream().allMatch(matcher -> matcher.matches(stream));
  }

  /** The line at the end of the pipeline, or nothing if it was dropped on the way. */
  Optional<Stage.Line> pass(LogEntry entry) {
    Optional<Stage.Line> line =
        Optional.of(new Stage.Line(entry.line(), entry.stream().with(entry.metadata())));
    for (Stage stage : stages) {
      line = line.flatMap(stage::apply);
    }
    return line;
  }
}
