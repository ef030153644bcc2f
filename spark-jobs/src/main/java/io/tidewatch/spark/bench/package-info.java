/** How fast ingest and features are, beside a raw Delta append of the same rows. */
package io.tidewatch.spark.bench;
