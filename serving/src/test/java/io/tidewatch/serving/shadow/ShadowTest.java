package io.tidewatch.serving.shadow;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.Forecast.ModelId;
import io.tidewatch.domain.WorkloadId;
import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.mlflow.LinearModel;
import io.tidewatch.mlflow.ModelPackage;
import io.tidewatch.mlflow.WorkloadModel;
import io.tidewatch.serving.Examples;
import io.tidewatch.serving.InMemoryDemand;
import io.tidewatch.serving.TestingClock;
import io.tidewatch.serving.bench.SyntheticModel;
import io.tidewatch.serving.bench.SyntheticPackage;
import io.tidewatch.serving.forecast.Answer;
import io.tidewatch.serving.forecast.Board;
import io.tidewatch.serving.forecast.BoardBuilder;
import io.tidewatch.serving.forecast.Forecaster;
import io.tidewatch.serving.forecast.StepLoop;
import io.tidewatch.serving.model.LoadedModel;
import io.tidewatch.serving.model.ModelSlot;
import io.tidewatch.serving.model.PackageLoader;
import io.tidewatch.serving.window.LiveWindows;
import io.tidewatch.serving.window.ReadyReplicas;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The test's own thread is that of the steps; what is handed back to it waits in a queue. */
class ShadowTest {
  @TempDir Path directory;
  private final Catalogue catalogue = Examples.shop();
  private final InMemoryDemand demand = Examples.steady(catalogue);
  private final TestingClock clock = new TestingClock(Examples.NOW);
  private final ModelSlot<LoadedModel> champion = new ModelSlot<>();
  private final ModelSlot<LoadedModel> challenger = new ModelSlot<>();
  private final BlockingQueue<Runnable> handedBack = new LinkedBlockingQueue<>();
  private final List<Shadow.Outcome> outcomes = new ArrayList<>();
  private final List<Board> published = new ArrayList<>();
  private final Shadow shadow = new Shadow(catalogue, challenger, handedBack::add, this::noted);
  private final StepLoop loop = loop();

  @AfterEach
  void close() {
    shadow.close();
    champion.close();
    challenger.close();
  }

  @Test
  void the_challenger_is_asked_the_same_and_only_shown() throws Exception {
    champion.swap(model("1", "champion", 0.1));
    challenger.swap(model("2", "challenger", 0.5));
    pass();
    ShadowBoard said = shadow.board().orElseThrow();
    assertEquals(new ModelId("forecast", "2", "challenger"), said.model());
    assertEquals(board().at(), said.at());
    Answer.Ready web = (Answer.Ready) board().answers().get(0);
    double level = web.forecast().level();
    assertEquals(level * 1.1, Forecaster.point(web.forecast(), 5).expected(), 1e-3);
    assertEquals(
        level * 1.5,
        Forecaster.point(said.said().get(Examples.WEB).forecast(), 5).expected(),
        1e-3);
  }

  @Test
  void it_is_judged_when_the_truth_arrives_and_a_new_version_starts_from_nothing()
      throws Exception {
    champion.swap(model("1", "champion", 0.1));
    challenger.swap(model("2", "challenger", 0.5));
    for (int step = 0; step < 8; step++) {
      pass();
      clock.advance(Examples.STEP);
    }
    assertEquals(5, shadow.scores().get(0).horizon());
    assertTrue(shadow.scores().get(0).absoluteError() > 0);
    // Of two workloads, of the steps whose truth is five steps later.
    assertEquals(2 * 3, shadow.scores().get(0).steps());
    challenger.swap(model("3", "challenger", 0.2));
    assertEquals(Optional.empty(), shadow.board(), "what version 2 said is not version 3's");
    pass();
    assertEquals(List.of(), shadow.scores());
    assertEquals("3", shadow.board().orElseThrow().model().version());
    challenger.clear();
    assertEquals(Optional.empty(), shadow.board());
  }

  @Test
  void a_challenger_that_throws_harms_no_answer() throws Exception {
    champion.swap(model("1", "champion", 0.1));
    challenger.swap(broken());
    for (int step = 0; step < 3; step++) {
      assertTrue(loop.tick());
      int passes = step + 1;
      await().until(() -> count(Shadow.Outcome.FAILED) == passes);
      clock.advance(Examples.STEP);
    }
    assertTrue(published.stream().allMatch(b -> b.answers().get(0) instanceof Answer.Ready));
    assertEquals(Optional.empty(), shadow.board());
    challenger.swap(model("4", "challenger", 0.5));
    pass();
    assertEquals("4", shadow.board().orElseThrow().model().version());
  }

  @Test
  void both_families_are_asked_in_one_pass_and_named() throws Exception {
    champion.swap(model("1", "champion", 0.1));
    challenger.swap(mixed());
    pass();
    Map<WorkloadId, ShadowBoard.Said> said = shadow.board().orElseThrow().said();
    assertEquals("linear", said.get(Examples.WEB).method().text());
    assertEquals("gbt", said.get(Examples.API).method().text());
    double level = said.get(Examples.WEB).forecast().level();
    assertEquals(
        level * 1.7, Forecaster.point(said.get(Examples.WEB).forecast(), 10).expected(), 1e-9);
  }

  private void pass() throws InterruptedException {
    assertTrue(loop.tick());
    handedBack.take().run();
  }

  private Board board() {
    return published.get(published.size() - 1);
  }

  private synchronized void noted(Shadow.Outcome outcome) {
    outcomes.add(outcome);
  }

  private synchronized long count(Shadow.Outcome outcome) {
    return outcomes.stream().filter(outcome::equals).count();
  }

  private StepLoop loop() {
    LiveWindows windows = new LiveWindows(catalogue, demand);
    return new StepLoop(
        catalogue,
        windows,
        new ReadyReplicas(catalogue, demand),
        champion,
        new BoardBuilder(catalogue, windows, champion, seconds -> {}, shadow),
        Duration.ofSeconds(10),
        clock,
        published::add);
  }

  private LoadedModel model(String version, String alias, double answer) {
    byte[] graph = SyntheticModel.constant(DemandFeatures.set().size(), answer, answer, answer);
    return load(version, alias, SyntheticPackage.write(place(version), graph, Examples.STEP));
  }

  /** Its line has other inputs than it is asked, which no loader would let pass. */
  private LoadedModel broken() {
    return withLine("3", new double[1]);
  }

  /** A line for web, of which only the intercept counts, and a graph for all others. */
  private LoadedModel mixed() {
    return withLine("5", new double[DemandFeatures.set().size()]);
  }

  private LoadedModel withLine(String version, double[] zeros) {
    LoadedModel trees = model(version, "challenger", 0.2);
    List<LinearModel.Line> lines =
        DemandFeatures.HORIZONS.stream().map(h -> new LinearModel.Line(h, 0.7, zeros)).toList();
    Map<String, WorkloadModel> workloads =
        Map.of(
            Examples.WEB.toString(),
            SyntheticPackage.entry("linear"),
            "*",
            SyntheticPackage.entry("gbt"));
    return new LoadedModel(
        trees.id(),
        SyntheticPackage.manifest(Examples.STEP, workloads),
        trees.origin(),
        trees.loadedAt(),
        trees.predictor(),
        Map.of(Examples.WEB.toString(), new LinearModel(zeros, zeros, lines)));
  }

  private LoadedModel load(String version, String alias, ModelPackage content) {
    return new PackageLoader(DemandFeatures.set(), Examples.STEP, clock)
        .load(new ModelId("forecast", version, alias), content, LoadedModel.Origin.REGISTRY);
  }

  private Path place(String version) {
    return directory.resolve("v" + version);
  }
}
