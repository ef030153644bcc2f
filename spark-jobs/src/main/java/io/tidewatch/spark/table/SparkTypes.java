package io.tidewatch.spark.table;

import io.tidewatch.table.Column;
import io.tidewatch.table.ColumnType;
import io.tidewatch.table.TableContract;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What the types of a table contract are called in Spark. */
public final class SparkTypes {
  private static final Map<ColumnType, DataType> TYPES =
      Map.of(
          ColumnType.STRING, DataTypes.StringType,
          ColumnType.DOUBLE, DataTypes.DoubleType,
          ColumnType.LONG, DataTypes.LongType,
          ColumnType.INTEGER, DataTypes.IntegerType,
          ColumnType.BOOLEAN, DataTypes.BooleanType,
          ColumnType.TIMESTAMP, DataTypes.TimestampType,
          ColumnType.DATE, DataTypes.DateType,
          ColumnType.DOUBLE_ARRAY, DataTypes.createArrayType(DataTypes.DoubleType, false));

  private SparkTypes() {}

  /** The schema of a table. */
  public static StructType schema(TableContract table) {
    return schema(table.columns());
  }

  /** The schema of some columns, in their order. */
  public static StructType schema(List<Column> columns) {
    return new StructType(columns.stream().map(SparkTypes::field).toArray(StructField[]::new));
  }

  private static StructField field(Column column) {
    return new StructField(
        column.name(), TYPES.get(column.type()), column.optional(), Metadata.empty());
  }
}
