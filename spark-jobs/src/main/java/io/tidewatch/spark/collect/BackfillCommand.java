package io.tidewatch.spark.collect;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tidewatch.spark.Job;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.SummaryOption;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The verb {@code backfill}. */
@Command(
    name = "backfill",
    description = "Lands what Prometheus and Loki have of a past time and the store has not.")
public final class BackfillCommand implements Job {
  /** What was done, with the values at the top. */
  record Summary(
      @JsonUnwrapped Backfill.Summary values,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Backfill.Summary> logs) {}

  @Mixin private SourceOptions server = new SourceOptions();

  @Mixin private LogSourceOptions logs = new LogSourceOptions();

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

  @Mixin private SummaryOption out = new SummaryOption();

  @Override
  public Object run(JobContext context) {
    Instant first = SourceOptions.time("--from", from);
    Optional<Instant> last = Optional.ofNullable(to).map(text -> SourceOptions.time("--to", text));
    HistoryTask task = HistoryTask.of(context, server.catalogue(), server.source());
    Optional<Backfill.Summary> lines =
        logs.logs()
            .map(source -> source.namedIn(task.catalogue()))
            .map(source -> new Backfill(task, new PastLines(task, source)).run(first, last));
    Backfill.Summary values = new Backfill(task, new PastValues(task)).run(first, last);
    tell(context, "rows", values);
    lines.ifPresent(summary -> tell(context, "lines of logs", summary));
    Summary done = new Summary(values, lines);
    out.write(done);
    return done;
  }

  private static void tell(JobContext context, String what, Backfill.Summary done) {
    context
        .progress()
        .printf(
            "backfill: %,d %s from %s to %s in %.0f s; %d gaps; %,d steps left to repair%n",
            done.rows(),
            what,
            done.from(),
            done.to(),
            done.seconds(),
            done.gaps(),
            done.leftToRepair());
  }
}
