package io.tidewatch.local.report;

import io.tidewatch.domain.UserException;
import io.tidewatch.local.Foreground;
import io.tidewatch.local.Layout;
import io.tidewatch.local.Module;
import io.tidewatch.local.Terminal;
import io.tidewatch.source.TraceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** {@code ./tidewatch backtest}: the replay by Spark, then its report. */
@Command(name = "backtest")
public final class BacktestCommand implements Callable<Integer> {
  private static final String RESULT = "backtest.json";
  private static final String SIMULATED =
      "The forecast errors are measured on demand that training never saw. Pods, pod-hours and"
          + " violation minutes are simulated on the same demand, by the HPA’s published rules on"
          + " a 15 s grid with 60 s from the creation of a pod to Ready; no pod was started. A"
          + " violation is a 15 s step in which demand exceeds what the ready pods carry.";

  private final Layout layout;
  private final Terminal terminal;
  private final Clock clock;

  @Option(names = "--trace", paramLabel = "FILE")
  private Optional<Path> trace = Optional.empty();

  @Option(names = "--traces", paramLabel = "DIR")
  private Optional<Path> traces = Optional.empty();

  @Option(names = "--prometheus", paramLabel = "URL")
  private Optional<String> prometheus = Optional.empty();

  @Option(names = "--query", paramLabel = "PROMQL")
  private Optional<String> query = Optional.empty();

  @Option(names = "--catalogue", paramLabel = "FILE")
  private Optional<Path> catalogue = Optional.empty();

  @Option(names = "--json", paramLabel = "FILE")
  private Optional<Path> json = Optional.empty();

  @Option(names = "--out", paramLabel = "DIR")
  private Optional<Path> out = Optional.empty();

  @Unmatched private final List<String> others = new ArrayList<>();

  public BacktestCommand(Layout layout, Terminal terminal, Clock clock) {
    this.layout = layout;
    this.terminal = terminal;
    this.clock = clock;
  }

  @Override
  public Integer call() throws InterruptedException {
    // A bad file is named at once, before the ten seconds that Spark takes to start.
    requireDemand();
    trace.ifPresent(TraceFile::read);
    traces.ifPresent(folder -> TraceFile.in(folder).forEach(TraceFile::read));
    Path folder = out.orElseGet(() -> layout.home().resolve("backtest")).toAbsolutePath();
    delete(folder.resolve(RESULT));
    long began = System.nanoTime();
    int code = Foreground.run(Module.SPARK.start(layout, "backtest", arguments(folder)));
    if (code != 0) {
      return code;
    }
    report(folder, (System.nanoTime() - began) / 1e9);
    return 0;
  }

  private void requireDemand() {
    long sources =
        Stream.of(trace, traces, prometheus, catalogue).filter(Optional::isPresent).count();
    if (sources != 1 || prometheus.isPresent() != query.isPresent()) {
      throw new UserException(
          sources > 1 ? "there is more than one demand to replay" : "there is no demand to replay",
          "it comes from one of --trace FILE, --traces DIR, --prometheus URL with --query PROMQL,"
              + " or --catalogue FILE for the workloads of the store",
          "name one of them; see ./tidewatch help backtest");
    }
  }

  private List<String> arguments(Path folder) {
    List<String> words = new ArrayList<>(List.of("backtest", "--out=" + folder));
    words.add("--store=" + layout.store());
    trace.ifPresent(file -> words.add("--trace=" + file));
    traces.ifPresent(dir -> words.add("--traces=" + dir));
    prometheus.ifPresent(url -> words.add("--prometheus=" + url));
    query.ifPresent(promql -> words.add("--query=" + promql));
    catalogue.ifPresent(file -> words.add("--catalogue=" + file));
    words.addAll(others);
    return words;
  }

  private void report(Path folder, double seconds) {
    Backtest backtest =
        ResultFile.read(folder.resolve(RESULT), Backtest.class)
            .orElseThrow(
                () ->
                    new UserException(
                        "the replay has left no result",
                        folder.resolve(RESULT) + " does not exist",
                        "look at what it printed above"));
    Report report =
        new Report(
            "Backtest of " + names(backtest),
            "What each policy would have done on demand that it had not seen: the first 70 % of"
                + " each trace train the forecast, the rest is replayed.",
            SIMULATED,
            clock.instant(),
            Machine.describe(),
            Optional.empty(),
            Optional.empty(),
            new Accuracy(backtest.forecast()),
            new Scoreboard(backtest.runs()),
            backtest.curves(),
            backtest.costPerPodHour(),
            List.of(),
            List.of(),
            Decisions.none(),
            Map.of(),
            false,
            next(),
            Map.of("backtest", seconds),
            0);
    Optional<String> noPicture = ReportFiles.write(report, folder);
    json.ifPresent(target -> copy(folder.resolve(RESULT), target));
    new TerminalReport(report).lines().forEach(terminal::line);
    noPicture.ifPresent(terminal::line);
    terminal.line("Report: " + folder.resolve("index.html"));
  }

  private static String names(Backtest backtest) {
    List<String> names = backtest.runs().stream().map(PolicyRun::trace).distinct().toList();
    return names.size() > 4 ? names.size() + " traces" : String.join(", ", names);
  }

  private Map<String, String> next() {
    Map<String, String> next = new LinkedHashMap<>();
    trace.ifPresent(
        file ->
            next.put(
                "./tidewatch demo --trace " + file.getFileName(),
                "the whole loop on this trace, with the real servers"));
    next.put("./tidewatch help", "the other commands");
    return next;
  }

  private static void copy(Path from, Path to) {
    try {
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + to, e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + file, e);
    }
  }
}
