package io.tidewatch.demo.load;

import io.tidewatch.demo.trace.TraceRow;
import io.tidewatch.demo.trace.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sends the same requests to every target at the same moments and writes what came back. */
@Command(
    name = "tidewatch-load",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Open-loop HTTP load: requests leave at moments drawn beforehand (a seeded Poisson process"
            + " around a recorded trace or a profile), whatever became of those before. Latency"
            + " counts from the moment at which a request was meant to leave. Every target gets"
            + " the same schedule.",
    footer = {
      "",
      "Results in --out: summary.json; steps.csv, a row per target and step of",
      "60/speed seconds, latencies empty when nothing was answered; failures.jsonl,",
      "the first 5000 one by one; load.png. Ctrl-C and TERM end a run early and still",
      "write them. Exit code: 0 done, whatever was answered; 2 wrong use; 70 a bug.",
      "",
      "Examples:",
      "  tidewatch-load --target app=http://127.0.0.1:8080 --profile steady \\",
      "      --peak 40 --duration 60s --out results",
      "  tidewatch-load --target a=http://10.96.0.7:8080 \\",
      "      --target b=http://10.96.0.8:8080 --trace wc98.csv --speed 5 \\",
      "      --from 1998-06-30T12:00:00Z --duration 24m --peak 200 \\",
      "      --out results --progress-json"
    })
final class LoadCommand implements Callable<Integer> {
  private static final Duration WRITING = Duration.ofSeconds(20);

  private final Clock clock;

  @Spec private CommandSpec spec;

  @Option(
      names = "--target",
      required = true,
      paramLabel = "NAME=URL",
      description = "Where requests go; may be given several times.")
  private List<String> targets = List.of();

  @ArgGroup(multiplicity = "1")
  private Shape shape = new Shape();

  /** A recording or a profile. */
  static final class Shape {
    @Option(
        names = "--trace",
        paramLabel = "CSV",
        description = "timestamp,value[,imputed], one row a minute, .csv or .csv.gz.")
    private Optional<Path> trace = Optional.empty();

    @Option(names = "--profile", description = "steady, ramp, spike, day or step.")
    private Optional<Profile> profile = Optional.empty();
  }

  @Option(
      names = "--peak",
      required = true,
      paramLabel = "RPS",
      description = "Requests per second to each target at the maximum of the run's window.")
  private double peak;

  @Option(
      names = "--duration",
      required = true,
      converter = DurationText.class,
      paramLabel = "TIME",
      description = "How long to run on the wall clock: 60s, 24m, 1h30m.")
  private Duration duration = Duration.ZERO;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Where in the trace to begin; default: its first row.")
  private Optional<String> from = Optional.empty();

  @Option(
      names = "--start-at",
      paramLabel = "TIME",
      description = "When to begin, on the wall clock; default: at once.")
  private Optional<String> startAt = Optional.empty();

  @Option(
      names = "--speed",
      paramLabel = "N",
      defaultValue = "1",
      description = "A minute of the trace lasts 60/N seconds. Default: ${DEFAULT-VALUE}.")
  private double speed;

  @Option(names = "--seed", defaultValue = "42", description = "Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--path", defaultValue = "/api/data", description = "Default: ${DEFAULT-VALUE}.")
  private String path = "";

  @Option(
      names = "--timeout",
      defaultValue = "10s",
      converter = DurationText.class,
      paramLabel = "TIME",
      description = "When a request counts as lost. Default: ${DEFAULT-VALUE}.")
  private Duration timeout = Duration.ZERO;

  @Option(
      names = "--max-in-flight",
      paramLabel = "N",
      defaultValue = "2000",
      description =
          "Per target; requests beyond it are counted as shed. Default: ${DEFAULT-VALUE}.")
  private int mostInFlight;

  @Option(
      names = "--late-limit",
      defaultValue = "50ms",
      converter = DurationText.class,
      paramLabel = "TIME",
      description =
          "When the generator's own lateness (p99) makes its figures doubtful. Default:"
              + " ${DEFAULT-VALUE}.")
  private Duration lateLimit = Duration.ZERO;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for the results; made if it is missing.")
  private Path out = Path.of(".");

  @Option(names = "--progress-json", description = "Print one JSON object per step on stdout.")
  private boolean progressJson;

  @Option(
      names = "--allow-public",
      description = "Also drive addresses that are neither private nor loopback.")
  private boolean allowPublic;

  LoadCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    LoadPlan plan = plan();
    ResultFiles files = ResultFiles.in(plan.out());
    WallPace pace = new WallPace();
    startAt.map(text -> TraceRow.time("--start-at", text)).ifPresent(this::await);
    try (StopSignal signal = new StopSignal(pace, plan.timeout().plus(WRITING))) {
      Results results = new LoadRun(plan, clock, progress(plan)).play(pace);
      files.write(results);
      PrintWriter to = progressJson ? spec.commandLine().getErr() : spec.commandLine().getOut();
      ResultTable.print(results, to);
    }
    return 0;
  }

  /** So that its steps are those of other clocks; whoever is late begins at once. */
  private void await(Instant start) {
    long millis = Duration.between(clock.instant(), start).toMillis();
    new WallPace().waitUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private LoadPlan plan() {
    PlanRules.check(peak, duration, speed, timeout, mostInFlight);
    List<Target> parsed = targets.stream().map(text -> Target.parse(text, path)).toList();
    Set<String> names = new HashSet<>();
    for (Target target : parsed) {
      if (!names.add(target.name())) {
        throw new UserError(
            "two targets are called " + target.name(),
            "results are told apart by name",
            "give each --target its own name");
      }
      if (!allowPublic) {
        PrivateOnly.check(target);
      }
    }
    return new LoadPlan(
        parsed, rate(), duration, speed, seed, timeout, mostInFlight, lateLimit, out);
  }

  private Rate rate() {
    if (shape.profile.isPresent()) {
      return shape.profile.get().over(duration.toMillis() / 1e3, peak);
    }
    Path file = shape.trace.orElseThrow(LoadCommand::shapeless);
    Optional<Instant> start = from.map(text -> TraceRow.time("--from", text));
    String name = String.valueOf(file.getFileName());
    return TraceRate.of(TraceReader.read(file), start, duration, speed, peak, name);
  }

  /** picocli does not miss a group whose options are optional. */
  private static UserError shapeless() {
    return new UserError(
        "the run has no shape",
        "neither --trace nor --profile is given",
        "say --trace FILE.csv, or --profile steady");
  }

  private Progress progress(LoadPlan plan) {
    if (progressJson) {
      return new JsonProgress(spec.commandLine().getOut());
    }
    boolean watched = System.console() != null;
    double seconds = plan.duration().toMillis() / 1e3;
    PrintWriter err = spec.commandLine().getErr();
    return watched ? new TerminalProgress(err, System::nanoTime, seconds) : Progress.silent();
  }
}
