/** {@code bench anomaly}: detectors side by side on labelled sets. Nothing here needs Spark. */
package io.tidewatch.spark.anomaly.bench;
