package io.tidewatch.spark.train;

import java.io.Serializable;

/**
 * One row to learn from.
 *
 * @param weight its importance: the level ÷ the workload's mean, so that a workload's errors count
 *     by their size and no workload drowns another
 * @param targets demand at each horizon ÷ level − 1, in the order of the horizons
 */
record Example(float[] vector, double weight, double[] targets) implements Serializable {}
