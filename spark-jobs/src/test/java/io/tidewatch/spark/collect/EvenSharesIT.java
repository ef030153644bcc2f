package io.tidewatch.spark.collect;

import static org.apache.spark.sql.functions.array_repeat;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.spark_partition_id;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.spark.SparkSessions;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvenSharesIT {
  // Four slices of so many series; the series of the first have 100 values, the others 5.
  private static final int SERIES = 400;
  private static final List<Long> VALUES = List.of(40_000L, 0L, 2_000L, 2_000L);

  @TempDir static Path folder;
  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark = SparkSessions.open(folder);
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @Test
  void aTaskGetsItsShareOfTheValuesAndNotOfTheRows() {
    List<Row> shares = valuesByTask(new EvenShares(VALUES).deal(series(), 4));

    assertEquals(4, shares.size());
    shares.forEach(row -> assertEquals(11_000, row.getLong(1), 2_000, row::toString));
    assertEquals(44_000, shares.stream().mapToLong(row -> row.getLong(1)).sum());
  }

  @Test
  void slicesStayInTheirOrder() {
    List<Row> last =
        new EvenShares(VALUES)
            .deal(series(), 4)
            .where(col("slice").geq(2))
            .select(spark_partition_id())
            .distinct()
            .collectAsList();

    assertEquals(1, last.size());
    assertEquals(3, last.get(0).getInt(0));
  }

  @Test
  void rowsOfAnUnknownSliceAreNotLost() {
    assertEquals(3L * SERIES, new EvenShares(List.of()).deal(series(), 2).count());
  }

  private static List<Row> valuesByTask(Dataset<Row> dealt) {
    return dealt
        .groupBy(spark_partition_id().as("task"))
        .agg(sum(size(col("values"))))
        .orderBy("task")
        .collectAsList();
  }

  private static Dataset<Row> series() {
    Dataset<Row> rows =
        spark
            .range(0, 4L * SERIES, 1, 4)
            .withColumn("slice", spark_partition_id())
            .where(col("slice").notEqual(1));
    return rows.select(
        col("slice"),
        lit("shop").as("namespace"),
        concat(lit("w"), col("id")).as("workload"),
        lit("").as("pod"),
        array_repeat(lit(1.0), when(col("slice").equalTo(0), 100).otherwise(5)).as("values"));
  }
}
