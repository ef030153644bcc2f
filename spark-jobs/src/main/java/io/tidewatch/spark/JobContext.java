package io.tidewatch.spark;

import io.tidewatch.spark.table.DeltaStore;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Objects;
import org.apache.spark.sql.SparkSession;

/**
 * What every job is given.
 *
 * @param spark the one session of this process
 * @param store the tables
 * @param clock the time; nothing else asks for it
 * @param progress lines for a person to read while waiting
 * @param handover what earlier verbs of the same line have left
 */
public record JobContext(
    SparkSession spark, DeltaStore store, Clock clock, PrintStream progress, Handover handover) {
  public JobContext(SparkSession spark, DeltaStore store, Clock clock, PrintStream progress) {
    this(spark, store, clock, progress, new Handover());
  }

  public JobContext {
    Objects.requireNonNull(spark, "spark");
    Objects.requireNonNull(store, "store");
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(progress, "progress");
    Objects.requireNonNull(handover, "handover");
  }
}
