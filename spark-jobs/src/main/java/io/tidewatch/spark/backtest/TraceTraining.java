package io.tidewatch.spark.backtest;

import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.features.WorkloadRows;
import io.tidewatch.spark.train.Training;
import io.tidewatch.spark.train.TrainingSettings;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;

/** Trains a model of its own for one recorded trace. */
final class TraceTraining {
  private TraceTraining() {}

  static Training of(JobContext context, WorkloadRows rows, long seed) {
    context.progress().println("train: " + rows.workload());
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(context.spark().sparkContext());
    return Training.of(
        context, spark.parallelize(List.of(rows), 1), TrainingSettings.DEFAULT.withSeed(seed));
  }
}
