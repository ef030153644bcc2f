package io.tidewatch.spark.collect;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tidewatch.spark.Job;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.SummaryOption;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The verb {@code repair}. */
@Command(
    name = "repair",
    description = "Reads gaps and late data again and inserts what was missing or differs.")
public final class RepairCommand implements Job {
  /** What was done, with the values at the top. */
  record Summary(
      @JsonUnwrapped Repair.Summary values,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<LogRepair.Summary> logs) {}

  @Mixin private SourceOptions server = new SourceOptions();

  @Mixin private LogSourceOptions logs = new LogSourceOptions();

  @Option(
      names = "--late",
      paramLabel = "DURATION",
      description = "How far back data may have arrived late, as 6h (default: 1d).")
  private String late = "1d";

  @Mixin private SummaryOption out = new SummaryOption();

  @Override
  public Object run(JobContext context) {
    HistoryTask task = HistoryTask.of(context, server.catalogue(), server.source());
    Duration back = SourceOptions.duration("--late", late);
    Optional<LogRepair.Summary> lines =
        logs.logs()
            .map(source -> source.namedIn(task.catalogue()))
            .map(source -> new LogRepair(task, source).run(back));
    Repair.Summary values = new Repair(task).run(back);
    tell(context, values);
    lines.ifPresent(done -> tell(context, done));
    Summary done = new Summary(values, lines);
    out.write(done);
    return done;
  }

  private static void tell(JobContext context, LogRepair.Summary done) {
    context
        .progress()
        .printf(
            "repair: %,d counts and %,d lines of logs inserted; %d of %d gaps closed; %.0f s%n",
            done.counts(), done.lines(), done.gapsClosed(), done.gapsRead(), done.seconds());
  }

  private static void tell(JobContext context, Repair.Summary done) {
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
  }
}
