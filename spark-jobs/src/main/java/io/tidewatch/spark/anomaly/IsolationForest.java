package io.tidewatch.spark.anomaly;

import io.tidewatch.domain.UserException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * Grows an isolation forest (Liu, Ting and Zhou 2008) from a column of vectors and a column of
 * keys.
 *
 * <p>One pass keeps the rows with the smallest seeded hashes of their keys, as many as all trees
 * together look at; the standardiser, the trees and the thresholds come out of these on the driver.
 * So memory is bounded by the sample, and the same rows give the same forest on any partitioning.
 */
public final class IsolationForest extends Estimator<IsolationForestModel>
    implements DefaultParamsWritable {
  private final String uid;
  private final Param<String> featuresColumn;
  private final Param<String> keyColumn;
  private final IntParam trees;
  private final IntParam samples;
  private final LongParam seed;
  private final DoubleParam contamination;

  public IsolationForest() {
    this(Identifiable$.MODULE$.randomUID("isolationForest"));
  }

  /** With the name that Spark gives it when it is read again. */
  public IsolationForest(String uid) {
    // First, because every parameter asks for the name of its owner.
    this.uid = uid;
    featuresColumn = ForestParams.featuresColumn(this);
    keyColumn = ForestParams.keyColumn(this);
    trees = new IntParam(this, "trees", "how many trees");
    samples = new IntParam(this, "samples", "rows per tree");
    seed = new LongParam(this, "seed", "of all randomness");
    contamination =
        new DoubleParam(this, "contamination", "share of anomalies in the training; 0 is auto");
    setDefault(featuresColumn, "features");
    setDefault(keyColumn, "key");
    setDefault(trees, ForestSettings.DEFAULT.trees());
    setDefault(samples, ForestSettings.DEFAULT.samples());
    setDefault(seed, ForestSettings.DEFAULT.seed());
    setDefault(contamination, ForestSettings.DEFAULT.contamination());
  }

  @Override
  public IsolationForestModel fit(Dataset<?> rows) {
    ForestSettings settings = settings();
    ForestParams.requireInputs(rows.schema(), features(), key());
    Reservoir sample = sample(rows, settings);
    requireUsable(sample);
    GrownForest grown = GrownForest.of(sample.rows(), settings);
    return copyValues(new IsolationForestModel(uid, grown, sample.offered()), new ParamMap())
        .setParent(this);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    settings();
    ForestParams.requireInputs(schema, features(), key());
    return ForestParams.withOutputs(schema);
  }

  private ForestSettings settings() {
    return new ForestSettings(
        (Integer) getOrDefault((Param<?>) trees),
        (Integer) getOrDefault((Param<?>) samples),
        (Long) getOrDefault((Param<?>) seed),
        (Double) getOrDefault((Param<?>) contamination));
  }

  private Reservoir sample(Dataset<?> rows, ForestSettings settings) {
    JavaRDD<Row> pairs =
        rows.select(functions.col(key()), functions.col(features())).toDF().toJavaRDD();
    long hashSeed = settings.seed();
    return pairs
        .map(row -> sampled(row, hashSeed))
        .treeAggregate(new Reservoir(settings.pool()), Reservoir::offer, Reservoir::merge);
  }

  private static SampledRow sampled(Row row, long seed) {
    String key = row.getString(0);
    double[] values = ((Vector) row.get(1)).toArray();
    return new SampledRow(KeyHash.of(seed, key), key, Floats.of(values));
  }

  private static void requireUsable(Reservoir sample) {
    if (!sample.refusal().isEmpty()) {
      throw new UserException(
          "an isolation forest cannot be grown from unknown values",
          sample.refusal(),
          "leave out rows with unknown values, or give them one");
    }
  }

  private String features() {
    return getOrDefault(featuresColumn);
  }

  private String key() {
    return getOrDefault(keyColumn);
  }

  /** The parameter that names the column of vectors. */
  public Param<String> featuresCol() {
    return featuresColumn;
  }

  /** The parameter that names the column of keys. */
  public Param<String> keyCol() {
    return keyColumn;
  }

  /** How many trees. */
  public IntParam trees() {
    return trees;
  }

  /** Rows per tree. */
  public IntParam samples() {
    return samples;
  }

  /** Of all randomness. */
  public LongParam seed() {
    return seed;
  }

  /** The share of anomalies in the training; 0 is auto. */
  public DoubleParam contamination() {
    return contamination;
  }

  /** Sets any parameter by its name, with the type that it has. */
  public IsolationForest with(String parameter, Object value) {
    set(parameter, value);
    return this;
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public IsolationForest copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /** Reads what {@link #write} has written. */
  public static MLReader<IsolationForest> read() {
    return new DefaultParamsReader<>();
  }

  /** Reads from a folder. */
  public static IsolationForest load(String path) {
    return read().load(path);
  }
}
