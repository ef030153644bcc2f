package io.tidewatch.spark.train;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.regression.GBTRegressor;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Grows boosted trees with MLlib. */
final class TreeGrower {
  /** The level is the one feature with a unit: a split on it would tie the model to a size. */
  private static final int HIDDEN = 1;

  private static final StructType SCHEMA =
      new StructType()
          .add("features", SQLDataTypes.VectorType())
          .add("weight", DataTypes.DoubleType)
          .add("label", DataTypes.DoubleType);

  private final SparkSession spark;
  private final TrainingSettings settings;

  TreeGrower(SparkSession spark, TrainingSettings settings) {
    this.spark = spark;
    this.settings = settings;
  }

  /** Trees for these targets and weights, one per example. */
  TreeEnsemble grow(List<Example> examples, double[] targets, double[] weights) {
    // A partition of a parallelised list carries its rows inside every task that reads it, cached
    // or not, and boosting runs a thousand tasks; a checkpoint leaves them where they are.
    Dataset<Row> table = table(examples, targets, weights).localCheckpoint();
    return GrownTrees.of(regressor().fit(table), HIDDEN);
  }

  private Dataset<Row> table(List<Example> examples, double[] targets, double[] weights) {
    List<Row> rows = new ArrayList<>(examples.size());
    for (int i = 0; i < targets.length; i++) {
      rows.add(row(examples.get(i).vector(), weights[i], targets[i]));
    }
    int slices = settings.slices(spark.sparkContext().defaultParallelism());
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return spark.createDataFrame(context.parallelize(rows, slices), SCHEMA);
  }

  private static Row row(float[] vector, double weight, double target) {
    double[] shown = new double[vector.length - HIDDEN];
    for (int i = 0; i < shown.length; i++) {
      shown[i] = vector[i + HIDDEN];
    }
    return RowFactory.create(Vectors.dense(shown), weight, target);
  }

  private GBTRegressor regressor() {
    return new GBTRegressor()
        .setFeaturesCol("features")
        .setWeightCol("weight")
        .setLabelCol("label")
        .setMaxIter(settings.trees())
        .setMaxDepth(settings.depth())
        .setStepSize(settings.step())
        .setSubsamplingRate(settings.rowShare())
        .setFeatureSubsetStrategy(Double.toString(settings.featureShare()))
        .setMaxBins(settings.bins())
        .setMinInstancesPerNode(settings.leafRows())
        .setSeed(settings.seed())
        // One group of nodes per level of a tree: each group is a Spark job.
        .setMaxMemoryInMB(512)
        .setCheckpointInterval(-1);
  }
}
