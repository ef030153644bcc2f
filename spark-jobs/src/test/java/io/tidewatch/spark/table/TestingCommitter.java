package io.tidewatch.spark.table;

import io.tidewatch.spark.SparkSessions;
import io.tidewatch.table.Column;
import io.tidewatch.table.ColumnType;
import io.tidewatch.table.TableContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** A process of its own that appends one row at a time to a table. */
public final class TestingCommitter {
  static final TableContract TABLE =
      new TableContract(
          "commits",
          1,
          List.of(Column.of("writer", ColumnType.STRING), Column.of("number", ColumnType.INTEGER)),
          List.of("writer", "number"),
          List.of(),
          1);

  private TestingCommitter() {}

  /** Arguments: the store, the writer's name, how many commits, and a folder for Spark. */
  public static void main(String[] args) throws IOException {
    SparkSession spark = SparkSessions.open(Path.of(args[3]));
    try (DeltaStore store = DeltaStore.open(spark, Path.of(args[0]))) {
      store.read(TABLE).count();
      System.out.println("ready");
      // The parent answers once all are ready, so that they commit at the same time.
      System.in.read();
      for (int number = 0; number < Integer.parseInt(args[2]); number++) {
        store.append(TABLE, row(spark, args[1], number));
      }
    } finally {
      spark.stop();
    }
  }

  private static Dataset<Row> row(SparkSession spark, String writer, int number) {
    return spark.createDataFrame(
        List.of(RowFactory.create(writer, number)), SparkTypes.schema(TABLE));
  }
}
