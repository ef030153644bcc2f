package io.tidewatch.serving.forecast;

import static io.tidewatch.serving.Examples.HEAD;
import static io.tidewatch.serving.Examples.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.Catalogue;
import io.tidewatch.domain.Forecast.ModelId;
import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.serving.Examples;
import io.tidewatch.serving.InMemoryDemand;
import io.tidewatch.serving.TestingClock;
import io.tidewatch.serving.bench.SyntheticModel;
import io.tidewatch.serving.model.LoadedModel;
import io.tidewatch.serving.model.ModelSlot;
import io.tidewatch.serving.model.PackageLoader;
import io.tidewatch.serving.model.Predictor;
import io.tidewatch.serving.window.LiveWindows;
import io.tidewatch.serving.window.ReadyReplicas;
import io.tidewatch.serving.window.Unready;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepLoopTest {
  @TempDir Path directory;
  private final Catalogue catalogue = Examples.shop();
  private final InMemoryDemand demand = Examples.steady(catalogue);
  private final TestingClock clock = new TestingClock(NOW);
  private final ModelSlot<LoadedModel> slot = new ModelSlot<>();
  private final List<Board> published = new ArrayList<>();
  private StepLoop loop;

  @BeforeEach
  void start() {
    LiveWindows windows = new LiveWindows(catalogue, demand);
    loop =
        new StepLoop(
            catalogue,
            windows,
            new ReadyReplicas(catalogue, demand),
            slot,
            new BoardBuilder(catalogue, windows, slot, seconds -> {}),
            Duration.ofSeconds(10),
            clock,
            published::add);
    model("1");
  }

  @Test
  void a_settled_step_is_forecast_once() {
    assertTrue(loop.tick());
    assertFalse(loop.tick());
    assertEquals(catalogue.timescale().wallTime(HEAD), board().at());
    Answer.Ready web = ready(0);
    assertEquals(15, web.forecast().points().size());
    assertEquals(
        web.forecast().level() * 1.1, Forecaster.point(web.forecast(), 5).expected(), 1e-4);
    clock.advance(Duration.ofSeconds(49));
    assertFalse(loop.tick(), "12:01:00 is settled at 12:01:30");
    clock.advance(Duration.ofSeconds(1));
    assertTrue(loop.tick());
  }

  @Test
  void another_model_forecasts_the_same_step_again() {
    loop.tick();
    model("2");
    assertTrue(loop.tick());
    assertEquals("2", ready(0).forecast().model().version());
    assertEquals(2, published.size());
    assertEquals(published.get(0).at(), published.get(1).at());
  }

  @Test
  void advice_comes_from_the_policy_and_is_withheld_where_ready_pods_are_unknown() {
    loop.tick();
    Advice web = ready(0).advice();
    assertEquals(OptionalInt.of(10), web.current());
    // 100 of demand at 60 % of 10 a pod: the HPA's rule asks for 17; the forecast peak for less.
    assertEquals(OptionalInt.of(17), web.recommended());
    assertTrue(web.shouldScale());
    assertEquals("Trusted", web.reasons().get(0).code());
    Advice api = ready(1).advice();
    assertFalse(api.shouldScale());
    assertTrue(api.recommended().isEmpty());
    assertEquals("UnknownReplicas", api.reasons().get(0).code());
  }

  @Test
  void while_prometheus_is_down_forecasts_grow_stale_then_end_and_come_back() {
    loop.tick();
    demand.down("demand");
    step(5);
    assertEquals(catalogue.timescale().wallTime(HEAD), ready(0).forecast().featureTime());
    assertEquals("Stale", ready(0).advice().reasons().get(0).code(), "never on stale trust");
    step(1);
    Answer.NotReady gone = assertInstanceOf(Answer.NotReady.class, board().answers().get(0));
    assertEquals(Unready.Code.STALE, gone.why().code());
    assertTrue(gone.why().detail().contains("connection refused"), gone.why().detail());
    assertInstanceOf(Answer.Ready.class, board().answers().get(1), "the other query answers");
    demand.up("demand");
    clock.advance(Duration.ofSeconds(10));
    assertTrue(loop.tick(), "a failing query is asked again before the next step");
    Instant now = catalogue.timescale().wallTime(HEAD + 6);
    assertEquals(now, ready(0).forecast().featureTime());
  }

  @Test
  void too_short_a_history_and_too_many_gaps_have_their_own_words() {
    demand.answer("demand", (workload, step) -> step > HEAD - 30 ? 5 : Double.NaN);
    demand.answer(
        "demand_api",
        (workload, step) -> step > HEAD - 120 && step % 3 != HEAD % 3 ? Double.NaN : 5);
    step(0);
    // One value, two gaps: bridged, this is enough.
    assertInstanceOf(Answer.Ready.class, board().answers().get(1));
    assertEquals(Unready.Code.NO_HISTORY, notReady(0).why().code());
    demand.answer(
        "demand_api", (workload, step) -> step > HEAD - 200 && step < HEAD ? Double.NaN : 5);
    demand.answer("demand", (workload, step) -> Double.NaN);
    published.clear();
    start();
    step(0);
    assertEquals(Unready.Code.GAPS, notReady(1).why().code());
    assertEquals(Unready.Code.NO_HISTORY, notReady(0).why().code());
  }

  @Test
  void without_a_model_nothing_is_forecast() {
    slot.close();
    loop.tick();
    assertEquals(Unready.Code.NO_MODEL, notReady(0).why().code());
  }

  @Test
  void a_model_that_answers_no_number_leaves_its_workloads_without_a_forecast_and_the_loop_goes_on()
      throws IOException {
    byte[] unsound = SyntheticModel.constant(DemandFeatures.set().size(), 0.1, Double.NaN, 0.3);
    Path file = Files.write(directory.resolve("unsound.onnx"), unsound);
    LoadedModel sound = slot.current().orElseThrow();
    // Weights that golden rows do not reach would look like this.
    slot.swap(
        new LoadedModel(
            new ModelId("forecast", "2", "champion"),
            sound.manifest(),
            LoadedModel.Origin.REGISTRY,
            NOW,
            Predictor.open(file, DemandFeatures.set().size(), DemandFeatures.HORIZONS),
            Map.of()));
    assertTrue(loop.tick());
    assertEquals(Unready.Code.NO_MODEL, notReady(0).why().code());
    assertTrue(notReady(0).why().detail().contains("no finite number"));
    model("3");
    assertTrue(loop.tick());
    assertEquals("3", ready(0).forecast().model().version());
  }

  @Test
  void own_forecasts_are_scored_when_their_truth_arrives() {
    loop.tick();
    for (int i = 0; i < 5; i++) {
      step(1);
    }
    assertEquals(List.of(5), ready(1).scores().stream().map(score -> score.horizon()).toList());
    // The demand stays 50; the forecast was 50.5 (the level) plus ten percent.
    assertEquals(
        1 - (50.5 * 1.1 - 50) / 50, ready(1).scores().get(0).accuracy().orElseThrow(), 1e-3);
  }

  private void step(int steps) {
    clock.advance(Examples.STEP.multipliedBy(steps));
    assertTrue(loop.tick());
  }

  private Board board() {
    return published.get(published.size() - 1);
  }

  private Answer.Ready ready(int place) {
    return assertInstanceOf(Answer.Ready.class, board().answers().get(place));
  }

  private Answer.NotReady notReady(int place) {
    return assertInstanceOf(Answer.NotReady.class, board().answers().get(place));
  }

  private void model(String version) {
    PackageLoader loader = new PackageLoader(DemandFeatures.set(), Examples.STEP, clock);
    slot.swap(
        loader.load(
            new ModelId("forecast", version, "champion"),
            Examples.good(directory.resolve(version)),
            LoadedModel.Origin.REGISTRY));
  }
}
