package io.tidewatch.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.domain.Timescale;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlLoopTest {
  @TempDir Path directory;
  private TestingLoop run;

  @BeforeEach
  void open() {
    run = TestingLoop.on(directory);
    run.world.ready(Samples.WEB, 4);
    run.world.ready(Samples.API, 4);
    demand(20);
  }

  @AfterEach
  void close() {
    run.close();
  }

  @Test
  void every_workload_gets_one_line_a_step_with_sequence_numbers_in_a_row() {
    run.runMinutes(10);
    List<JsonNode> lines = run.lines("decision");
    // The step in progress when the loop starts counts, and is followed by ten more.
    assertEquals(2 * 11, lines.size());
    List<Long> sequences =
        run.lines().stream().map(line -> line.path("sequence").asLong()).distinct().toList();
    assertEquals(LongStream.rangeClosed(1, sequences.size()).boxed().toList(), sequences);
  }

  @Test
  void the_forecast_is_asked_once_a_step_for_all_workloads() {
    run.runMinutes(10);
    assertEquals(11, run.world.forecastCalls);
  }

  @Test
  void without_a_forecast_ours_and_the_hpas_count_are_the_same_at_every_sync() {
    run.world.demand(
        Samples.WEB, at -> Reading.of(60 + 50 * Math.sin(at.getEpochSecond() / 700.0)));
    run.runMinutes(120);
    List<JsonNode> lines = run.lines();
    assertTrue(lines.stream().anyMatch(line -> line.path("action").asText().equals("scale_up")));
    assertTrue(lines.stream().anyMatch(line -> line.path("action").asText().equals("scale_down")));
    for (JsonNode line : lines) {
      assertEquals(line.at("/replicas/hpa"), line.at("/replicas/wanted"), line.toString());
    }
  }

  @Test
  void a_trusted_forecast_starts_pods_before_the_demand_is_there() {
    trustedPeak(200);
    run.runMinutes(2);
    assertTrue(run.newest().path("trusted").asBoolean());
    assertTrue(run.says("Predicted"), run.newest().toString());
    assertTrue(run.wanted() >= 20, "200 requests/s need 20 pods of 10: " + run.wanted());
    assertEquals(4, run.newest().at("/replicas/hpa").asInt());
    assertEquals("forecast", run.newest().at("/forecast/model/name").asText());
    assertTrue(
        run.metrics.text().contains("tidewatch_kappa{namespace=\"shop\",workload=\"web\"} 50.0"));
    assertTrue(
        run.metrics.text().contains("tidewatch_trust{namespace=\"shop\",workload=\"web\"} 1.0"));
  }

  @Test
  void a_change_between_two_steps_is_recorded_at_once_with_its_evidence() {
    run.runMinutes(3);
    int before = run.lines().size();
    demand(400);
    run.run(1);
    List<JsonNode> added = run.lines().subList(before, run.lines().size());
    assertEquals(2, added.size(), added.toString());
    assertEquals("decision_full", added.get(0).path("event").asText());
    assertEquals("scale_up", added.get(0).path("action").asText());
  }

  @Test
  void the_evidence_is_written_on_a_change_of_action_and_once_an_hour() {
    run.runMinutes(125);
    List<JsonNode> ofWeb =
        run.lines("decision_full").stream()
            .filter(line -> line.path("workload").asText().equals("shop/web"))
            .toList();
    // 20 requests/s are asked of 4 pods of 10 at 60 %: all is well, so only the clock speaks.
    assertEquals(3, ofWeb.size(), ofWeb.toString());
  }

  @Test
  void a_workload_whose_code_fails_leaves_the_others_alone() {
    run.close();
    WorkloadRules sound = Samples.rules(Samples.API);
    // An anchor so far away that its arithmetic overflows.
    Timescale absurd = new Timescale(Timescale.NOMINAL_STEP, Instant.MIN, Instant.MIN);
    run =
        TestingLoop.of(
            directory,
            new WorkloadControl(
                new WorkloadRules(sound.spec(), absurd, sound.settle(), sound.settings(), true)),
            new WorkloadControl(Samples.rules(Samples.WEB)));
    run.world.ready(Samples.WEB, 4);
    demand(20);
    run.runMinutes(3);
    assertEquals(4, run.lines("decision").stream().filter(ControlLoopTest::isWeb).count());
    String failures = "tidewatch_workload_failures_total{namespace=\"shop\",workload=\"api\"} 12.0";
    assertTrue(run.metrics.text().contains(failures), run.metrics.text());
  }

  @Test
  void with_everything_down_the_loop_goes_on_and_nothing_is_lowered() {
    trustedPeak(200);
    run.runMinutes(10);
    int before = run.wanted();
    run.world.metricsDown = true;
    run.world.servingDown = Optional.of(Why.servingDown("refused"));
    run.runMinutes(60);
    assertEquals(before, run.wanted());
    assertEquals("no_action", run.newest().path("action").asText());
    assertTrue(run.says("UnknownDemand") && run.says("MetricsDown") && run.says("ServingDown"));
  }

  @Test
  void a_lost_forecast_freezes_the_floor_until_it_expires_then_this_is_the_hpa() {
    trustedPeak(200);
    run.runMinutes(10);
    int floor = run.wanted();
    run.world.servingDown = Optional.of(Why.servingTimeout("slow"));
    run.runMinutes(8);
    assertEquals(floor, run.wanted());
    assertTrue(run.says("Frozen") && run.says("Stale"), run.newest().toString());
    assertFalse(run.newest().path("trusted").asBoolean());
    run.runMinutes(20);
    assertEquals(run.newest().at("/replicas/hpa").asInt(), run.wanted());
    assertFalse(run.says("Frozen"));
  }

  @Test
  void a_forecast_is_acted_on_for_two_steps_at_most() {
    trustedPeak(200);
    run.runMinutes(10);
    run.world.servingDown = Optional.of(Why.servingDown("refused"));
    run.runMinutes(1);
    assertTrue(run.newest().path("trusted").asBoolean());
    run.runMinutes(2);
    assertFalse(run.newest().path("trusted").asBoolean());
  }

  @Test
  void nothing_is_decided_before_a_count_is_known() {
    run.world.metricsDown = true;
    run.runMinutes(2);
    assertTrue(run.newest().path("replicas").isMissingNode());
    assertTrue(run.says("UnknownReplicas"));
    assertEquals("no_action", run.newest().path("action").asText());
    run.world.metricsDown = false;
    run.runMinutes(2);
    assertEquals(4, run.newest().at("/replicas/before").asInt());
  }

  @Test
  void a_restart_goes_on_with_counts_sums_and_sequence() {
    trustedPeak(200);
    run.runMinutes(30);
    JsonNode last = run.newest();
    long sequence = run.ring.lastSequence();
    double regret = pricedRegret();
    assertTrue(regret > 0, "there is something to go on from");
    run.close();
    run = TestingLoop.on(directory);
    run.loop.tick(Samples.T0.plus(Duration.ofMinutes(31)));
    assertEquals(sequence + 1, run.lines().get(0).path("sequence").asLong());
    assertEquals(regret, pricedRegret(), 0.01, "what no line carries goes on, too");
    assertEquals(last.at("/replicas/wanted"), run.newest().at("/replicas/before"));
    assertEquals(
        last.at("/worth/regret").asDouble(), run.newest().at("/worth/regret").asDouble(), 1e-9);
  }

  private double pricedRegret() {
    return run.metrics
        .text()
        .lines()
        .filter(line -> line.startsWith("tidewatch_priced_regret_pod_hours{"))
        .filter(line -> line.contains("\"web\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_last_decision_that_cannot_be_read_is_no_reason_not_to_start() {
    run.ring.append(41, "{\"sequence\":41,\"workload\":\"shop/web\",\"mode\":\"unheard\"}");
    run.close();
    run = TestingLoop.on(directory);
    run.runMinutes(2);
    assertEquals(42, run.lines().get(0).path("sequence").asLong());
  }

  @Test
  void ours_costs_more_while_it_holds_pods_the_hpa_does_not() {
    trustedPeak(200);
    run.runMinutes(60);
    assertTrue(run.newest().at("/worth/regret").asDouble() > 10);
    assertTrue(run.newest().at("/worth/dollars").asDouble() < 0);
    String savings = "aiops_estimated_cost_savings_dollars -";
    assertTrue(run.metrics.text().contains(savings), run.metrics.text());
  }

  private void demand(double value) {
    run.world.demand(Samples.WEB, at -> Reading.of(value));
    run.world.demand(Samples.API, at -> Reading.of(value));
  }

  /** The points come true, so trust stays; the peak is what the policy prepares for. */
  private void trustedPeak(double peak) {
    run.world.forecast(
        Samples.WEB,
        at -> ForecastAnswer.of(Samples.forecast(Samples.WEB, at, 20, peak), Samples.GOOD));
  }

  private static boolean isWeb(JsonNode line) {
    return line.path("workload").asText().equals("shop/web");
  }
}
