package io.tidewatch.spark.feedback;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;

import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.table.TableContract;
import java.sql.Date;
import java.time.LocalDate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Appends findings that are new or have changed, because more of the truth is known. What stands in
 * the table already is left alone; so a repetition adds nothing.
 */
final class Restated {
  private static final String KNOWN_AT = "known_at";

  private final DeltaStore store;
  private final TableContract table;

  Restated(DeltaStore store, TableContract table) {
    this.store = store;
    this.table = table;
  }

  /**
   * Adds what is not there yet.
   *
   * @param from the first day of the findings
   * @return how many rows were added
   */
  long append(Dataset<Row> found, LocalDate from) {
    store.create(table);
    Dataset<Row> changed = found.alias("found").join(newest(from), same(), "left_anti").persist();
    try {
      long rows = changed.count();
      if (rows > 0) {
        store.append(table, changed.coalesce(1));
      }
      return rows;
    } finally {
      changed.unpersist();
    }
  }

  private Dataset<Row> newest(LocalDate from) {
    Column[] key =
        table.key().stream().filter(this::isValue).map(name -> col(name)).toArray(Column[]::new);
    return store
        .read(table)
        .where(col("day").geq(lit(Date.valueOf(from))))
        .withColumn("age", row_number().over(Window.partitionBy(key).orderBy(col(KNOWN_AT).desc())))
        .where(col("age").equalTo(1))
        .alias("stored");
  }

  private Column same() {
    return table.columnNames().stream()
        .filter(this::isValue)
        .map(name -> col("found." + name).eqNullSafe(col("stored." + name)))
        .reduce(Column::and)
        .orElseThrow();
  }

  private boolean isValue(String column) {
    return !column.equals(KNOWN_AT);
  }
}
