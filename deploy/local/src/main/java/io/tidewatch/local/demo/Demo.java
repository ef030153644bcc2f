package io.tidewatch.local.demo;

import io.tidewatch.local.ContinuousIngest;
import io.tidewatch.local.Layout;
import io.tidewatch.local.LocalMlflow;
import io.tidewatch.local.LogServer;
import io.tidewatch.local.Steps;
import io.tidewatch.local.Terminal;
import io.tidewatch.local.report.Decisions;
import io.tidewatch.local.report.LogStory;
import io.tidewatch.local.report.Report;
import io.tidewatch.local.report.ReportFiles;
import io.tidewatch.local.report.TerminalReport;
import io.tidewatch.processes.PrometheusServer;
import io.tidewatch.processes.ScrapeTarget;
import io.tidewatch.processes.Supervisor;
import io.tidewatch.source.PrometheusEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;

/** One demo from the first step to the report. */
final class Demo {
  private static final int STEPS = 9;
  private static final String NOTHING_LANDED =
      "Nothing landed during the live part: it was too short for this machine to start a second"
          + " Spark application. Choose a larger --seconds.";
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration SCRAPE = Duration.ofSeconds(15);
  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final int SPARE_DAYS = 2;

  // A stream for each source.
  private static final int INGEST_CORES = 2;
  private static final Duration FIRST_ROWS = Duration.ofSeconds(20);

  private final Layout layout;
  private final DemoOptions options;
  private final Demand demand;
  private final Terminal terminal;
  private final Clock clock;
  private final Workspace workspace;

  Demo(Layout layout, DemoOptions options, Demand demand, Terminal terminal, Clock clock) {
    this.layout = layout;
    this.options = options;
    this.demand = demand;
    this.terminal = terminal;
    this.clock = clock;
    this.workspace = new Workspace(layout.home().resolve("demo"));
  }

  /** Runs it; with {@code keep} it returns only when this process is ended. */
  void run() throws InterruptedException {
    try (Steps steps = new Steps(terminal, STEPS)) {
      steps.begin("prepare", "prepare: room on the disk, what an earlier run has left, free ports");
      workspace.requireRoom();
      // The children first: a killed run may have left some that still write into the folders.
      try (Supervisor children = Supervisor.open(workspace.processes());
          MemoryWatch memory = new MemoryWatch()) {
        workspace.clear();
        run(children, memory, steps);
      }
    }
  }

  private void run(Supervisor children, MemoryWatch memory, Steps steps)
      throws InterruptedException {
    Ports ports = Ports.free();
    terminal.line("      " + ports);
    Instant end = clock.instant().truncatedTo(ChronoUnit.MINUTES);
    HistoryTool tool = new HistoryTool(layout, children, workspace.history());

    steps.begin(
        "history", "history: the past, back-filled into Prometheus and a log server; MLflow");
    CompletableFuture<URI> mlflow = CompletableFuture.supplyAsync(() -> mlflow(children));
    CompletableFuture<Optional<URI>> loki =
        CompletableFuture.supplyAsync(() -> logs(children, tool, end, ports));
    URI prometheus = prometheus(children, tool, end, ports, loki, steps);
    Sources sources =
        new Sources(
            demand.server().orElseGet(() -> PrometheusEndpoint.of(prometheus)),
            await(loki),
            await(mlflow));
    steps.detail("MLflow is ready at " + sources.mlflow());

    new SparkChain(layout, workspace, steps).run(children, sources, demand.days(), options.seed());

    LiveOutcome live = live(children, sources, ports, steps);

    steps.begin("report", "report: page, picture, JSON and tables");
    steps.end();
    Report report =
        new DemoReport(demand, options, workspace, ports)
            .build(
                clock.instant(),
                sources,
                story(tool, sources),
                live,
                steps.seconds(),
                memory.peakMib());
    show(report);
    if (options.keep()) {
      waitForTheEnd();
    }
  }

  private LiveOutcome live(Supervisor children, Sources sources, Ports ports, Steps steps)
      throws InterruptedException {
    steps.begin("serve", "serve: load the champion, answer forecasts over HTTP");
    ContinuousIngest ingest = ingest(children, sources);
    Services services = new Services(layout, workspace, children, ports);
    services.startServing(sources.prometheus(), sources.mlflow());
    steps.begin("decide", "decide: the controller in observe mode, " + options.seconds() + " s");
    services.startController(sources.prometheus());
    Decisions decisions =
        new LivePart(ports.controllerUrl(), steps, ingest).watch(options.seconds());
    boolean landing = options.seconds() == 0 || ingest.awaitRows(FIRST_ROWS);
    Optional<String> trouble =
        ingest.failure().or(() -> landing ? Optional.empty() : Optional.of(NOTHING_LANDED));
    return new LiveOutcome(decisions, options.keep() ? ingest.news() : ingest.end(), trouble);
  }

  private URI mlflow(Supervisor children) {
    String existing = options.environment().getOrDefault(LocalMlflow.VARIABLE, "");
    if (!existing.isBlank()) {
      return URI.create(existing);
    }
    return LocalMlflow.in(workspace.mlflow(demand.scenario())).start(children);
  }

  /** The log server with the past of the logs; none if there are no logs. */
  private Optional<URI> logs(Supervisor children, HistoryTool tool, Instant end, Ports ports) {
    if (!demand.hasLogs()) {
      return Optional.empty();
    }
    LogServer server =
        LogServer.start(
            layout, children, workspace.loki(), ports.loki(), demand.days() + SPARE_DAYS);
    Optional<Path> history = demand.logs(tool, end);
    history.ifPresent(server::importHistory);
    history.ifPresent(Demo::delete);
    return Optional.of(server.url());
  }

  /** Goes on landing what is measured and logged while the demo is shown. */
  private ContinuousIngest ingest(Supervisor children, Sources sources) {
    return ContinuousIngest.start(
        layout,
        children,
        new ContinuousIngest.Plan(
            workspace.store(),
            workspace.catalogue(),
            sources.prometheus(),
            sources.loki().map(URI::toString),
            Optional.empty(),
            LOOK,
            INGEST_CORES,
            0));
  }

  private Optional<LogStory> story(HistoryTool tool, Sources sources) {
    return demand
        .truth(tool)
        .flatMap(
            truth ->
                sources
                    .loki()
                    .flatMap(
                        loki -> new LogStories(loki, sources.prometheus().url()).worst(truth)));
  }

  private URI prometheus(
      Supervisor children,
      HistoryTool tool,
      Instant end,
      Ports ports,
      CompletableFuture<Optional<URI>> loki,
      Steps steps) {
    steps.detail("making the history up to " + end);
    Optional<Path> history = demand.prepare(tool, end, workspace.catalogue());
    PrometheusServer server =
        PrometheusServer.in(workspace.prometheus(), ports.prometheus())
            .every(SCRAPE)
            .with(new ScrapeTarget("serving", ports.serving()))
            .with(new ScrapeTarget("controller", ports.controller()));
    if (history.isPresent()) {
      steps.detail("back-filling it into Prometheus");
      server.backfill(history.get(), children);
      delete(history.get());
      server = server.with(ScrapeTarget.continuing("history", ports.history(), "/backlog"));
    }
    demand
        .live(tool, end, ports.history(), await(loki))
        .ifPresent(spec -> children.start(spec).awaitHttp(ports.historyUrl(), START));
    server.start(children);
    steps.detail("Prometheus is ready at " + server.url());
    return server.url();
  }

  private void show(Report report) {
    Optional<String> noPicture = ReportFiles.write(report, workspace.report());
    options.json().ifPresent(this::copyJson);
    new TerminalReport(report).lines().forEach(terminal::line);
    noPicture.ifPresent(terminal::line);
    terminal.line("");
    terminal.line("Report: " + workspace.report().resolve("index.html"));
    if (options.keep()) {
      report.urls().forEach((name, url) -> terminal.line("  %-12s %s".formatted(name, url)));
    }
  }

  private void copyJson(Path target) {
    try {
      Path source = workspace.report().resolve("report.json");
      Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + target, e);
    }
  }

  private void waitForTheEnd() throws InterruptedException {
    terminal.line("Everything goes on running; Ctrl-C ends it.");
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> terminal.line("Ending everything."), "tidewatch-bye"));
    new CountDownLatch(1).await();
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + file, e);
    }
  }

  private static <T> T await(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failure;
    }
  }
}
