package io.tidewatch.spark.table;

import io.tidewatch.domain.UserException;
import io.tidewatch.table.Column;
import io.tidewatch.table.ColumnType;
import io.tidewatch.table.TableContract;
import java.util.Arrays;
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

  /** The type of a column. */
  static DataType of(Column column) {
    return TYPES.get(column.type());
  }

  /** The schema of a table. */
  public static StructType schema(TableContract table) {
    return schema(table.columns());
  }

  /** The schema of some columns, in their order. */
  public static StructType schema(List<Column> columns) {
    return new StructType(columns.stream().map(SparkTypes::field).toArray(StructField[]::new));
  }

  /**
   * The columns of a stored table.
   *
   * @throws io.tidewatch.domain.UserException when one has a type that no column of ours has
   */
  static List<Column> columns(String table, StructType schema) {
    return Arrays.stream(schema.fields()).map(field -> column(table, field)).toList();
  }

  private static Column column(String table, StructField field) {
    ColumnType type =
        TYPES.entrySet().stream()
            .filter(known -> known.getValue().sameType(field.dataType()))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow(() -> foreign(table, field));
    return field.nullable() ? Column.optional(field.name(), type) : Column.of(field.name(), type);
  }

  private static UserException foreign(String table, StructField field) {
    return new UserException(
        "table " + table + " cannot be used by this version of Tidewatch",
        "its column " + field.name() + " of type " + field.dataType().sql() + " is none of ours",
        "name another --store");
  }

  private static StructField field(Column column) {
    return new StructField(
        column.name(), TYPES.get(column.type()), column.optional(), Metadata.empty());
  }
}
