package io.tidewatch.spark.collect;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.spark_partition_id;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Deals the series of a batch out to tasks of about as many values each. The slices stay in their
 * order, so that a task has whole queries but for its first and last; ranges of rows would not do,
 * because a row has the values of a whole day or of a minute.
 *
 * @param slices how many values each slice (partition) of the batch has
 */
record EvenShares(List<Long> slices) {
  // Fine enough for even shares, coarse enough for exact doubles.
  private static final int GRAINS = 1 << 16;

  EvenShares {
    slices = List.copyOf(slices);
  }

  /** The same rows in so many partitions. */
  Dataset<Row> deal(Dataset<Row> series, int tasks) {
    return series.repartitionById(tasks, task(tasks));
  }

  // The task of a row: where its slice begins among all values, and a place within by its name.
  private Column task(int tasks) {
    double[] begins = new double[slices.size()];
    double[] widths = new double[slices.size()];
    double total = Math.max(1, slices.stream().mapToLong(Long::longValue).sum());
    double before = 0;
    for (int slice = 0; slice < begins.length; slice++) {
      begins[slice] = before / total * tasks;
      widths[slice] = slices.get(slice) / total * tasks;
      before += slices.get(slice);
    }
    Column place =
        pmod(xxhash64(col("namespace"), col("workload"), col("pod")), lit((long) GRAINS))
            .divide(lit((double) GRAINS));
    Column share = ofSlice(begins).plus(place.multiply(ofSlice(widths)));
    return least(floor(share), lit(tasks - 1L)).cast("int");
  }

  private static Column ofSlice(double[] figures) {
    return coalesce(get(lit(figures), spark_partition_id()), lit(0.0));
  }
}
