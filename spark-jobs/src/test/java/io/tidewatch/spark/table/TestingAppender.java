package io.tidewatch.spark.table;

import io.tidewatch.spark.SparkSessions;
import io.tidewatch.table.Column;
import io.tidewatch.table.ColumnType;
import io.tidewatch.table.TableContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** Appends one row at a time to a table, also as a process of its own. */
public final class TestingAppender {
  static final TableContract TABLE =
      new TableContract(
          "appended",
          1,
          "one number of one writer",
          List.of(Column.of("writer", ColumnType.STRING), Column.of("number", ColumnType.INTEGER)),
          List.of("writer", "number"),
          List.of(),
          1);

  private TestingAppender() {}

  /** Arguments: the store, the writer's name, how many rows, and a folder for Spark. */
  public static void main(String[] args) throws IOException {
    SparkSession spark = SparkSessions.open(Path.of(args[3]));
    try (DeltaStore store = DeltaStore.open(spark, Path.of(args[0]))) {
      store.create(TABLE);
      System.out.println("ready");
      System.in.read();
      append(spark, store, args[1], Integer.parseInt(args[2]));
    } finally {
      spark.stop();
    }
  }

  static void append(SparkSession spark, DeltaStore store, String writer, int rows) {
    for (int number = 0; number < rows; number++) {
      store.append(
          TABLE,
          spark.createDataFrame(
              List.of(RowFactory.create(writer, number)), SparkTypes.schema(TABLE)));
    }
  }
}
