package io.tidewatch.spark.features;

import io.tidewatch.domain.Timescale;
import java.io.Serializable;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** What the computation of one portion of vectors needs to know, on any executor. */
record Vectors(VectorSet set, Worklist wanted, long first, long until, Clockwork clockwork)
    implements Serializable {
  /** The number of steps that are read. */
  int length() {
    return Math.toIntExact(until - first + 1);
  }

  /** Whether a position of the steps that are read wants a vector. */
  boolean wants(String workload, int position) {
    return wanted.wants(workload, first + position);
  }

  /** A row of the table features. */
  Row row(String workload, String pod, long step, long knownAt, double[] vector) {
    Timescale timescale = clockwork.timescale();
    Instant ts = timescale.wallTime(step);
    return RowFactory.create(
        set.storedName(),
        workload,
        pod,
        Timestamp.from(ts),
        new Timestamp(knownAt),
        vector,
        Date.valueOf(clockwork.day(step)));
  }
}
