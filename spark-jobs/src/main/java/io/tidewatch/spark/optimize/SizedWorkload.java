package io.tidewatch.spark.optimize;

import io.tidewatch.mlflow.PolicyModel;
import java.io.Serializable;

/** A workload with what its pods need; public because Spark generates code that names it. */
public record SizedWorkload(String workload, PolicyModel.Size size) implements Serializable {}
