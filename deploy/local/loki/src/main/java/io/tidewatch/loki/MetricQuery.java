package io.tidewatch.loki;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Counts the lines of windows that end at the points of a grid. */
final class MetricQuery {
  private final Query query;
  private final Query.Metric metric;
  private final Limits limits;
  private final Deadline deadline;
  private final Map<Labels, long[]> counts = new TreeMap<>();

  MetricQuery(Query query, Limits limits, Deadline deadline) {
    this.query = query;
    this.metric = query.metric().orElseThrow();
    this.limits = limits;
    this.deadline = deadline;
  }

  /**
   * The counts per series and point; a window holds what is after its beginning up to its end.
   *
   * @param first the first point
   * @param step between two points; any positive number for a single one
   */
  Map<Labels, long[]> over(LogStore store, long first, long step, int points) throws IOException {
    long last = first + step * (points - 1L);
    for (Bucket bucket : store.between(first - metric.rangeNanos() + 1, last + 1)) {
      Seen seen = new Seen();
      bucket.scan(
          first - metric.rangeNanos() + 1,
          last + 1,
          query::selects,
          entry -> {
            deadline.line();
            query
                .pass(entry)
                .filter(line -> seen.first(entry))
                .ifPresent(line -> count(line, entry.at(), first, step, points));
          });
    }
    return counts;
  }

  /** A count as the query wants it: as it is, or by the second. */
  double value(long count) {
    double seconds = (double) metric.rangeNanos() / Times.SECOND;
    return metric.perSecond() ? count / seconds : count;
  }

  private void count(Stage.Line line, long at, long first, long step, int points) {
    long from = Math.max(0, ceilDiv(at - first, step));
    long until = Math.min(points - 1L, Math.floorDiv(at - first + metric.rangeNanos() - 1, step));
    if (from > until) {
      return;
    }
    long[] series = counts.computeIfAbsent(series(line), labels -> new long[points]);
    for (long point = from; point <= until; point++) {
      series[(int) point]++;
    }
    if (counts.size() > limits.series()) {
      throw Refusal.badRequest(
          "maximum number of series ("
              + limits.series()
              + ") reached for a single query; consider reducing query cardinality by adding more"
              + " specific stream selectors, reducing the time range, or aggregating results with"
              + " functions like sum(), count() or topk()");
    }
  }

  private Labels series(Stage.Line line) {
    String error = line.labels().value(JsonStage.ERROR);
    if (!error.isEmpty()) {
      throw Refusal.badRequest(
          "pipeline error: '"
              + error
              + "' for series: '"
              + line.labels()
              + "'.\nUse a label filter to intentionally skip this error. (e.g | __error__!=\""
              + error
              + "\").\nTo skip all potential errors you can match empty errors.(e.g __error__=\"\")\n"
              + "The label filter can also be specified after unwrap. (e.g | unwrap latency |"
              + " __error__=\"\" )\n");
    }
    return metric.by().map(line.labels()::only).orElse(line.labels());
  }

  private static long ceilDiv(long number, long by) {
    return -Math.floorDiv(-number, by);
  }
}
