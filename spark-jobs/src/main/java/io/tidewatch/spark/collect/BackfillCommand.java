package io.tidewatch.spark.collect;

import io.tidewatch.spark.Job;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.SummaryFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The verb {@code backfill}. */
@Command(
    name = "backfill",
    description = "Lands what Prometheus has of a past time and the store has not.")
public final class BackfillCommand implements Job {
  @Mixin private SourceOptions server = new SourceOptions();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      required = true,
      description = "The first time to land, as 2026-11-24T16:00:00Z.")
  private String from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "The last time to land (default: as far as ingest has come).")
  private String to;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Also write the summary into backfill.json of this folder.")
  private Path out;

  @Override
  public Object run(JobContext context) {
    Instant first = SourceOptions.time("--from", from);
    Optional<Instant> last = Optional.ofNullable(to).map(text -> SourceOptions.time("--to", text));
    HistoryTask task = HistoryTask.of(context, server.catalogue(), server.source());
    Backfill.Summary done = new Backfill(task).run(first, last);
    context
        .progress()
        .printf(
            "backfill: %,d rows from %s to %s in %.0f s; %d gaps; %,d steps left to repair%n",
            done.rows(), done.from(), done.to(), done.seconds(), done.gaps(), done.leftToRepair());
    if (out != null) {
      SummaryFile.write(out.resolve("backfill.json"), done);
    }
    return done;
  }
}
