package io.tidewatch.spark.collect;

import java.util.List;
import java.util.Map;

/**
 * What one run of ingest has done.
 *
 * @param rows values that have landed, by table; of {@code log_templates} those that are known
 * @param gaps gaps that were recorded
 * @param queries the same by query
 * @param seconds wall time
 * @param rowsPerSecond values over seconds
 */
public record IngestSummary(
    Map<String, Long> rows,
    long gaps,
    List<QueryCount> queries,
    double seconds,
    long rowsPerSecond) {
  /**
   * What one query has landed.
   *
   * @param series the most series of one batch
   */
  public record QueryCount(String name, long series, long rows) {}

  public IngestSummary {
    rows = Map.copyOf(rows);
    queries = List.copyOf(queries);
  }
}
