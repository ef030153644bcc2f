/**
 * The isolation forest: grown, kept, exported and applied. What computes is free of Spark; {@link
 * io.tidewatch.spark.anomaly.IsolationForest} and its model put it into a pipeline.
 */
package io.tidewatch.spark.anomaly;
