package io.tidewatch.spark.collect;

import io.tidewatch.spark.Job;
import io.tidewatch.spark.JobContext;
import java.util.Map;
import picocli.CommandLine.Command;

/** The verb {@code ingest}. */
@Command(name = "ingest", description = "Lands what Prometheus has measured in the tables.")
public final class IngestCommand implements Job {
  @Override
  public Object run(JobContext context) {
    return Map.of();
  }
}
