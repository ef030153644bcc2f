/**
 * Learns, per workload and out of its own history, by which parameters it should decide and how
 * large its pods should be.
 */
package io.tidewatch.spark.optimize;
