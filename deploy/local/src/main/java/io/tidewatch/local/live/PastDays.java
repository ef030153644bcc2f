package io.tidewatch.local.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.domain.UserException;
import io.tidewatch.local.LocalMlflow;
import io.tidewatch.local.SparkRun;
import io.tidewatch.local.report.ResultFile;
import io.tidewatch.processes.FreePorts;
import io.tidewatch.processes.ManagedProcess;
import io.tidewatch.processes.PrometheusServer;
import io.tidewatch.processes.Supervisor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Learns from the days before a race: back-filled into a Prometheus of their own, landed in a
 * feature store, trained, registered. What is learned knows nominal time only, so it holds at
 * whatever wall time the race begins.
 */
final class PastDays {
  private static final String LEARNED = "learned";
  private static final String LOOKBACK = "--query.lookback-delta=15s";

  private final LivePlan plan;
  private final Demand demand;
  private final Side side;
  private final Path folder;
  private final Clock clock;

  PastDays(LivePlan plan, Demand demand, Side side, Path folder, Clock clock) {
    this.plan = plan;
    this.demand = demand;
    this.side = side;
    this.folder = folder;
    this.clock = clock;
  }

  /**
   * What came of it.
   *
   * @param about the model and its errors on the held-out days, as people read it
   */
  record Learned(URI mlflow, String about) {}

  /**
   * Learns, unless the same past was learned from before; MLflow goes on running.
   *
   * @param registry names the registry of models from run to run, unlike its address
   */
  Learned learn(
      Supervisor children, URI mlflow, String registry, SparkRun spark, Consumer<String> told)
      throws InterruptedException {
    Path work = folder.resolve("past");
    String key = key(spark, registry);
    Optional<String> known = known(work, key);
    if (known.isPresent()) {
      told.accept("the same past was learned from in an earlier run");
      return new Learned(mlflow, known.get() + ", learned in an earlier run");
    }
    Trees.clear(work);
    Instant end = aligned(clock.instant());
    LiveCatalogue.Anchors anchors = anchors(end);
    Path catalogue =
        LiveCatalogue.save(
            work.resolve("catalogue.yaml"),
            LiveCatalogue.past(plan, side, anchors, Lead.LEAST_SECONDS));
    told.accept(
        "%d nominal days of the same backend, each with the same morning"
            .formatted(demand.past().length / 1_440));
    PrometheusServer server =
        PrometheusServer.in(work.resolve("prometheus"), FreePorts.next()).withFlag(LOOKBACK);
    Path history = work.resolve("past.om");
    metrics(end).write(history);
    server.backfill(history, children);
    try (ManagedProcess prometheus = server.start(children)) {
      spark.run(children, words(work, catalogue, server.url(), mlflow, end), mlflow);
    }
    LiveCatalogue.save(work.resolve(LEARNED), key + "\n" + about(work) + "\n");
    return new Learned(mlflow, about(work));
  }

  // The same past, learned from by the same program.
  private String key(SparkRun spark, String registry) {
    return "%d %d %d %s %s"
        .formatted(
            Arrays.hashCode(demand.past()),
            plan.seed(),
            plan.step().toSeconds(),
            spark.program(),
            registry);
  }

  private static Optional<String> known(Path work, String key) {
    try {
      Path file = work.resolve(LEARNED);
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      return lines.size() == 2 && lines.get(0).equals(key)
          ? Optional.of(lines.get(1))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read what was learned in " + work, e);
    }
  }

  /** The past as it is to end at a wall time. */
  PastMetrics metrics(Instant end) {
    return new PastMetrics(side.namespace(), demand.past(), plan.step(), end, plan.seed());
  }

  /** The clock on which the warm-up begins at a wall time. */
  LiveCatalogue.Anchors anchors(Instant wall) {
    return new LiveCatalogue.Anchors(wall, demand.from().minusSeconds(60L * plan.warmUpSteps()));
  }

  /** The step of the compressed clock that is under way. */
  Instant aligned(Instant time) {
    long step = plan.step().toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), step) * step);
  }

  private List<String> words(Path work, Path catalogue, URI server, URI mlflow, Instant end) {
    String ours = "--catalogue=" + catalogue;
    String out = "--out=" + work.resolve("results");
    Instant from = end.minus(plan.step().multipliedBy(demand.past().length));
    List<String> words = new ArrayList<>(List.of("--store=" + work.resolve("store")));
    words.addAll(List.of("ingest", ours, "--prometheus=" + server, "--from=" + from, out));
    words.addAll(List.of("features", ours, "--sets=demand", out));
    words.addAll(List.of("train", ours, "--mlflow=" + mlflow, "--seed=" + plan.seed(), out));
    words.addAll(List.of("optimize", ours, "--mlflow=" + mlflow, out));
    return words;
  }

  private static String about(Path work) {
    Optional<JsonNode> summary =
        ResultFile.read(work.resolve("results/train.json"), JsonNode.class);
    JsonNode model = summary.orElseThrow(PastDays::untrained).path("models").path(0);
    StringBuilder text =
        new StringBuilder(
            "forecast version %s (%s)"
                .formatted(model.path("version").asText(), model.path("alias").asText("no alias")));
    for (JsonNode cell : summary.get().path("pooled")) {
      if (cell.path("horizon").asInt() == 5) {
        text.append(
            ", %s %.1f %%".formatted(cell.path("method").asText(), cell.path("wape").asDouble()));
      }
    }
    return text + " (WAPE 5 nominal minutes ahead, on days that were held out)";
  }

  private static UserException untrained() {
    return new UserException(
        "nothing was learned from the past",
        "the training left no summary",
        "see spark.log beside the live demo's other logs");
  }

  /**
   * A server of the user's if one is named, else one of ours. Ours has a registry for each past, in
   * which versions count up: a champion of another past is none here.
   */
  URI mlflow(Map<String, String> environment, Supervisor children) {
    String name = "past-" + Integer.toHexString(Arrays.hashCode(demand.past()));
    return LocalMlflow.isNamed(environment)
        ? URI.create(environment.get(LocalMlflow.VARIABLE))
        : LocalMlflow.in(folder.resolve("mlflow").resolve(name)).start(children);
  }
}
