package io.tidewatch.spark.collect;

import io.tidewatch.domain.UserException;
import io.tidewatch.spark.Job;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.SummaryFile;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The verb {@code ingest}. */
@Command(
    name = "ingest",
    description = "Lands what Prometheus has measured in the tables metrics and gaps.")
public final class IngestCommand implements Job {
  @Option(
      names = "--prometheus",
      paramLabel = "URL",
      required = true,
      description = "Address of the Prometheus API, with its path prefix.")
  private String prometheus;

  @Option(
      names = "--catalogue",
      paramLabel = "FILE",
      required = true,
      description = "The YAML file that says what is observed.")
  private Path catalogue;

  @ArgGroup private Start start = new Start();

  @ArgGroup private Pace pace = new Pace();

  @Option(
      names = "--bearer-token-file",
      paramLabel = "FILE",
      description = "A file with the token to send; read anew for every call.")
  private Path bearerTokenFile;

  @Option(names = "--user", paramLabel = "NAME", description = "The user name to log in with.")
  private String user;

  @Option(names = "--password-file", paramLabel = "FILE", description = "Holds the password.")
  private Path passwordFile;

  @Option(
      names = "--header",
      paramLabel = "NAME=VALUE",
      description = "A further header of every call, such as a tenant.")
  private Map<String, String> headers = new HashMap<>();

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

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Also write the summary into ingest.json of this folder.")
  private Path out;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the summary here.")
  private Path json;

  @Override
  public Object run(JobContext context) {
    IngestSummary summary = new Ingestion(context, settings(context.clock())).run();
    Stream.of(json, out == null ? null : out.resolve("ingest.json"))
        .filter(Objects::nonNull)
        .forEach(file -> SummaryFile.write(file, summary));
    return summary;
  }

  private IngestSettings settings(Clock clock) {
    Map<String, String> source = new HashMap<>();
    source.put("url", prometheus);
    putIfGiven(source, "bearerTokenFile", bearerTokenFile);
    putIfGiven(source, "user", user);
    putIfGiven(source, "passwordFile", passwordFile);
    headers.forEach((name, value) -> source.put("header." + name, value));
    Optional<Duration> every = Optional.ofNullable(pace.every).map(IngestCommand::duration);
    return new IngestSettings(catalogue, from(clock), every, source);
  }

  private Instant from(Clock clock) {
    if (start.from == null) {
      return clock.instant().minus(Duration.ofDays(start.days));
    }
    try {
      return Instant.parse(start.from);
    } catch (DateTimeParseException malformed) {
      throw new UserException(
          "--from is not valid",
          "\"" + start.from + "\" is no UTC time",
          "write it as 2026-11-24T16:00:00Z");
    }
  }

  private static Duration duration(String text) {
    if (text.matches("[1-9]\\d{0,5}[smh]")) {
      return Duration.parse("PT" + text.toUpperCase(java.util.Locale.ROOT));
    }
    throw new UserException(
        "--every is not valid", "\"" + text + "\" is no duration", "write it as 10s, 1m or 1h");
  }

  private static void putIfGiven(Map<String, String> options, String name, Object value) {
    if (value != null) {
      options.put(name, value.toString());
    }
  }
}
