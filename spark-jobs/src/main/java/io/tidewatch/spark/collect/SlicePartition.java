package io.tidewatch.spark.collect;

import io.tidewatch.source.StepRange;
import org.apache.spark.sql.connector.read.InputPartition;

/**
 * One slice of one query, to be read by one task.
 *
 * @param query the query's name in the catalogue
 * @param after the step before the first, as an index since the epoch
 * @param until the last step
 * @param readAtMillis when the batch was planned, which is when its live rows become known
 */
record SlicePartition(String query, long after, long until, long readAtMillis)
    implements InputPartition {
  StepRange steps() {
    return new StepRange(after, until);
  }
}
