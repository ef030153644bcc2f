package io.tidewatch.spark.collect;

import io.tidewatch.spark.Job;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.SummaryFile;
import io.tidewatch.spark.SummaryOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The verb {@code ingest}. */
@Command(
    name = "ingest",
    description = "Lands what Prometheus has measured, and what Loki has of logs, in Delta tables.")
public final class IngestCommand implements Job {
  @Mixin private SourceOptions server = new SourceOptions();

  @Mixin private LogSourceOptions logs = new LogSourceOptions();

  @ArgGroup private Start start = new Start();

  @ArgGroup private Pace pace = new Pace();

  /** Where a store that is still empty begins. */
  private static final class Start {
    @Option(
        names = "--days",
        paramLabel = "N",
        description = "How many days back to begin when the store is empty (default: 14).")
    private int days = 14;

    @Option(
        names = "--from",
        paramLabel = "TIME",
        description = "The time to begin at when the store is empty, as 2026-11-24T16:00:00Z.")
    private String from;
  }

  /** Once or again and again. */
  private static final class Pace {
    @Option(names = "--available-now", description = "Land what there is and end (the default).")
    private boolean availableNow;

    @Option(
        names = "--every",
        paramLabel = "DURATION",
        description = "Go on, looking for new steps that often, as 10s.")
    private String every;
  }

  @Mixin private SummaryOption out = new SummaryOption();

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the summary here.")
  private Path json;

  @Override
  public Object run(JobContext context) {
    IngestSummary summary = new Ingestion(context, settings(context.clock())).run();
    out.write(summary);
    if (json != null) {
      SummaryFile.write(json, summary);
    }
    return summary;
  }

  private IngestSettings settings(Clock clock) {
    Optional<Duration> every =
        Optional.ofNullable(pace.every).map(text -> SourceOptions.duration("--every", text));
    return new IngestSettings(
        server.catalogue(), from(clock), every, server.source(), logs.logs(), server.served());
  }

  private Instant from(Clock clock) {
    return start.from == null
        ? clock.instant().minus(Duration.ofDays(start.days))
        : SourceOptions.time("--from", start.from);
  }
}
