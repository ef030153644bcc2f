package io.tidewatch.spark.anomaly;

import java.io.IOException;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * A grown forest: adds to each row its score, whether that is an anomaly, how severe, and the
 * features that raised it most.
 */
public final class IsolationForestModel extends Model<IsolationForestModel> implements MLWritable {
  private static final int SHARES = 3;

  private final String uid;
  private final GrownForest grown;
  private final long rows;
  private final Param<String> featuresColumn;

  IsolationForestModel(String uid, GrownForest grown, long rows) {
    // First, because every parameter asks for the name of its owner.
    this.uid = uid;
    this.featuresColumn = ForestParams.featuresColumn(this);
    this.grown = grown;
    this.rows = rows;
    setDefault(featuresColumn, "features");
  }

  @Override
  public Dataset<Row> transform(Dataset<?> rows) {
    transformSchema(rows.schema());
    String added = uid + "_answer";
    Dataset<Row> answered =
        rows.withColumn(added, answer(grown).apply(functions.col(getOrDefault(featuresColumn))));
    for (String output : ForestParams.outputs().fieldNames()) {
      answered = answered.withColumn(output, functions.col(added).getField(output));
    }
    return answered.drop(added);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    ForestParams.requireFeatures(schema, getOrDefault(featuresColumn));
    return ForestParams.withOutputs(schema);
  }

  // Static, so that the executors are sent the forest and not the model around it.
  private static UserDefinedFunction answer(GrownForest grown) {
    UDF1<Vector, Row> answer = vector -> AnomalyRow.of(grown, Floats.of(vector.toArray()), SHARES);
    return functions.udf(answer, ForestParams.outputs());
  }

  /** SHA-256 of the canonical form of the forest. */
  public String digest() {
    return ForestText.digest(grown);
  }

  /** How many rows the training has seen. */
  public long rows() {
    return rows;
  }

  GrownForest grown() {
    return grown;
  }

  /** The parameter that names the column of vectors. */
  public Param<String> featuresCol() {
    return featuresColumn;
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public IsolationForestModel copy(ParamMap extra) {
    IsolationForestModel copy = new IsolationForestModel(uid, grown, rows);
    return copyValues(copy, extra).setParent(parent());
  }

  @Override
  public MLWriter write() {
    return new ForestStorage.Writer(this);
  }

  @Override
  public void save(String path) throws IOException {
    write().save(path);
  }

  /** Reads what {@link #write} has written. */
  public static MLReader<IsolationForestModel> read() {
    return new ForestStorage.Reader();
  }

  /** Reads from a folder. */
  public static IsolationForestModel load(String path) {
    return read().load(path);
  }
}
