package io.tidewatch.spark.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.not;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.QuerySpec;
import io.tidewatch.domain.Timescale;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.table.Tables;
import java.io.Serializable;
import java.util.BitSet;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The steps whose logs could not be read. A gap that was read again later says since when what was
 * read of it, or that nothing was, is known.
 */
record LogGaps(List<Gap> gaps) implements Serializable {
  /** Steps from the first to the last; {@code closedAt} is 0 while it is open. */
  record Gap(long first, long last, long closedAt) implements Serializable {}

  LogGaps {
    gaps = List.copyOf(gaps);
  }

  /** The rows of the table gaps that are about logs: about none of the catalogue's queries. */
  static Dataset<Row> rows(Dataset<Row> gaps, Catalogue catalogue) {
    Object[] queries = catalogue.queries().stream().map(QuerySpec::name).toArray();
    return gaps.where(not(col("metric").isin(queries)));
  }

  static LogGaps read(DeltaStore store, Catalogue catalogue) {
    if (!store.exists(Tables.GAPS)) {
      return new LogGaps(List.of());
    }
    return new LogGaps(
        rows(store.read(Tables.GAPS), catalogue)
            .groupBy("metric", "from_ts", "to_ts", "reason")
            .agg(
                expr("BOOL_OR(open)").as("ever"),
                expr("MAX_BY(open, recorded_at)").as("open"),
                expr("unix_millis(MAX(recorded_at))").as("at"))
            // What was never open only tells of rows that were added.
            .where("ever")
            .collectAsList()
            .stream()
            .map(row -> gap(row, catalogue.timescale()))
            .toList());
  }

  private static Gap gap(Row row, Timescale timescale) {
    return new Gap(
        timescale.stepIndex(row.getTimestamp(1).toInstant()) + 1,
        timescale.stepIndex(row.getTimestamp(2).toInstant()),
        row.getBoolean(5) ? 0 : row.getLong(6));
  }

  /** The positions of an open gap. */
  BitSet missing(long firstStep, int length) {
    BitSet missing = new BitSet(length);
    gaps.stream()
        .filter(gap -> gap.closedAt() == 0)
        .forEach(gap -> missing.set(from(gap, firstStep, length), to(gap, firstStep, length)));
    return missing;
  }

  /** Per position when a gap over it was read again; 0 if there was none. */
  long[] closedAt(long firstStep, int length) {
    long[] closed = new long[length];
    for (Gap gap : gaps) {
      for (int i = from(gap, firstStep, length); i < to(gap, firstStep, length); i++) {
        closed[i] = Math.max(closed[i], gap.closedAt());
      }
    }
    return closed;
  }

  private static int from(Gap gap, long firstStep, int length) {
    return (int) Math.max(0, Math.min(length, gap.first() - firstStep));
  }

  private static int to(Gap gap, long firstStep, int length) {
    int end = (int) Math.max(0, Math.min(length, gap.last() + 1 - firstStep));
    return Math.max(end, from(gap, firstStep, length));
  }
}
