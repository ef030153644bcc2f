package io.tidewatch.spark.collect;

import io.tidewatch.spark.Job;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.SummaryFile;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The verb {@code repair}. */
@Command(
    name = "repair",
    description = "Reads gaps and late data again and inserts what was missing or differs.")
public final class RepairCommand implements Job {
  @Mixin private SourceOptions server = new SourceOptions();

  @Option(
      names = "--late",
      paramLabel = "DURATION",
      description = "How far back data may have arrived late, as 6h (default: 1d).")
  private String late = "1d";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Also write the summary into repair.json of this folder.")
  private Path out;

  @Override
  public Object run(JobContext context) {
    HistoryTask task = HistoryTask.of(context, server.catalogue(), server.source());
    Repair.Summary done = new Repair(task).run(SourceOptions.duration("--late", late));
    context
        .progress()
        .printf(
            "repair: %,d values inserted (%,d were missing, %,d differed); %d gaps closed, %d open;"
                + " %.0f s%n",
            done.rows(),
            done.missing(),
            done.different(),
            done.gapsClosed(),
            done.gapsOpen(),
            done.seconds());
    if (out != null) {
      SummaryFile.write(out.resolve("repair.json"), done);
    }
    return done;
  }
}
