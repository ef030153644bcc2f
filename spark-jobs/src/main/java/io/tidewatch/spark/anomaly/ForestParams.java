package io.tidewatch.spark.anomaly;

import io.tidewatch.domain.UserException;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns that estimator and model read and write, declared and checked in one place. */
final class ForestParams {
  /** Columns that the model adds. */
  static final String SCORE = "anomaly_score";

  static final String IS_ANOMALY = "is_anomaly";
  static final String SEVERITY = "severity";
  static final String ATTRIBUTION = "attribution";

  static final DataType ATTRIBUTION_TYPE =
      DataTypes.createArrayType(
          new StructType()
              .add("feature", DataTypes.IntegerType, false)
              .add("doublings", DataTypes.DoubleType, false)
              .add("deviations", DataTypes.DoubleType, false)
              .add("direction", DataTypes.StringType, false),
          false);

  private ForestParams() {}

  static Param<String> featuresColumn(Params parent) {
    return new Param<>(parent, "featuresCol", "column of vectors");
  }

  static Param<String> keyColumn(Params parent) {
    return new Param<>(parent, "keyCol", "column of texts that name each row");
  }

  /** A schema that can be fitted, or a message that says why not. */
  static void requireInputs(StructType schema, String features, String key) {
    requireFeatures(schema, features);
    require(schema, key, DataTypes.StringType);
  }

  static void requireFeatures(StructType schema, String features) {
    require(schema, features, SQLDataTypes.VectorType());
  }

  /** The schema with the model's columns behind. */
  static StructType withOutputs(StructType schema) {
    StructType extended = schema;
    for (StructField field : outputs().fields()) {
      if (List.of(schema.fieldNames()).contains(field.name())) {
        throw new UserException(
            "the column " + field.name() + " is there already",
            "the rows seem to be scored",
            "drop the column first");
      }
      extended = extended.add(field);
    }
    return extended;
  }

  static StructType outputs() {
    return new StructType()
        .add(SCORE, DataTypes.DoubleType, false)
        .add(IS_ANOMALY, DataTypes.BooleanType, false)
        .add(SEVERITY, DataTypes.StringType, false)
        .add(ATTRIBUTION, ATTRIBUTION_TYPE, false);
  }

  private static void require(StructType schema, String column, DataType type) {
    for (StructField field : schema.fields()) {
      if (field.name().equals(column) && field.dataType().equals(type)) {
        return;
      }
    }
    throw new UserException(
        "an isolation forest needs a column " + column + " of " + type.simpleString(),
        "the columns are " + schema.simpleString(),
        "set the parameter that names the column");
  }
}
