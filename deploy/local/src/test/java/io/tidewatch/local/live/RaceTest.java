package io.tidewatch.local.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.local.report.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RaceTest {
  private static final Instant FROM = TestingLive.FROM;
  private static final Duration STEP = Duration.ofSeconds(12);
  private static final Side B = Side.AGAINST_EACH_OTHER.get(1);

  @TempDir private Path folder;

  @Test
  void the_past_ends_where_the_load_begins_and_counts_what_was_asked() throws IOException {
    double[] demand = {10, 10, 80, 80};
    Path file = folder.resolve("past/x.om");
    new PastMetrics("aiops-demo", demand, STEP, FROM, 7).write(file);
    List<String> lines = Files.readAllLines(file);
    assertEquals("# EOF", lines.get(lines.size() - 1));
    List<String> counts = lines.stream().filter(x -> x.startsWith("http_requests_total")).toList();
    assertEquals(17, counts.size());
    assertEquals(FROM.getEpochSecond(), number(counts.get(16), 2));
    assertEquals(FROM.minusSeconds(48).getEpochSecond(), number(counts.get(0), 2));
    // 180 requests/s over 12 s, give or take five deviations.
    assertEquals(2_160, number(counts.get(16), 1), 5 * Math.sqrt(2_160));
    List<String> ready = lines.stream().filter(x -> x.startsWith("kube_deployment")).toList();
    assertEquals(List.of(2L, 2L, 12L, 12L), ready.stream().map(x -> number(x, 1)).toList());
  }

  private static long number(String line, int word) {
    String[] words = line.split(" ");
    return Long.parseLong(words[words.length - 3 + word]);
  }

  @Test
  void counts_of_a_mean_are_poisson() {
    SplittableRandom random = new SplittableRandom(3);
    for (double mean : new double[] {2, 40, 400}) {
      double sum = 0;
      double squares = 0;
      int draws = 20_000;
      for (int i = 0; i < draws; i++) {
        double value = PastMetrics.poisson(mean, random);
        sum += value;
        squares += value * value;
      }
      double average = sum / draws;
      assertEquals(mean, average, 0.02 * mean);
      assertEquals(mean, squares / draws - average * average, 0.05 * mean);
    }
  }

  @Test
  void a_floor_looks_ahead_by_the_start_of_a_pod_and_the_age_of_a_forecast() {
    assertEquals(15 + 25 + Lead.FORECAST_SECONDS, Lead.seconds(List.of(3.0, 5.0), 5));
    assertEquals(Lead.LEAST_SECONDS, Lead.seconds(List.of(), 5));
  }

  @Test
  void a_floor_that_demand_reaches_later_was_set_before_the_need() {
    List<Step> steps =
        List.of(
            TestingLive.step(0, 240, 0, 1_000),
            TestingLive.step(1, 240, 0, 1_000),
            TestingLive.step(2, 240, 0, 1_000),
            TestingLive.step(3, 600, 0, 1_000));
    List<HpaChange> changes =
        HpaChange.of(
            TestingLive.replicas(-6, 2, 10, 5, 20, 5, 40, 2),
            TestingLive.replicas(-6, 7, 10, 8.5, 20, 8.5, 40, 7),
            steps,
            STEP);
    assertEquals(2, changes.size());
    HpaChange raised = changes.get(0);
    assertEquals("floor 2 to 5, target 7.00 to 8.50 requests/s a pod", raised.text());
    assertEquals("needed 26 s later", raised.outcome());
    assertTrue(raised.aheadBy(Duration.ofSeconds(26)));
    assertFalse(raised.aheadBy(Duration.ofSeconds(27)));
    assertEquals("lowered", changes.get(1).outcome());
  }

  @Test
  void trust_is_counted_by_steps_not_by_decisions() {
    List<OurDecision> decisions =
        List.of(
            TestingLive.decision(1, 1, false, 2, 2),
            TestingLive.decision(2, 4, true, 2, 3),
            TestingLive.decision(3, 13, true, 3, 3),
            TestingLive.decision(4, 37, false, 3, 3));
    // The third step has no decision at all.
    assertEquals(0.5, DecisionBook.trustedShare(decisions, FROM, STEP, 4));
  }

  @Test
  void an_hpa_that_is_not_as_it_was_is_told_field_by_field() {
    HpaSpec before = HpaSpec.of(hpa("{}", 2, "7"));
    assertEquals(List.of(), HpaSpec.of(hpa("{}", 2, "7")).differences(before));
    HpaSpec after = HpaSpec.of(hpa("{\"tidewatch.io/floor\": \"x\"}", 5, "8500m"));
    assertEquals(5, after.floor());
    assertEquals(8.5, after.target());
    String told = String.join("; ", after.differences(before));
    assertTrue(told.contains("spec.minReplicas is 5, was 2"), told);
    assertTrue(told.contains("spec.metrics") && told.contains("tidewatch.io/floor"), told);
  }

  private static JsonNode hpa(String annotations, int min, String target) {
    return ResultFile.parse(
        """
        {"metadata": {"annotations": %s}, "spec": {"minReplicas": %d, "metrics":
          [{"type": "Pods", "pods": {"target": {"type": "AverageValue", "averageValue": "%s"}}}]}}
        """
            .formatted(annotations, min, target));
  }

  @Test
  void a_faulty_pod_is_evicted_killed_or_scaled_in_and_each_is_told_apart() {
    FaultyPod begun = FaultyPod.begun(B, "leak", pod("u1", "", 0, ""), FROM);
    assertEquals(begun, begun.seen(Optional.of(pod("u1", "", 0, "")), FROM.plusSeconds(5)));
    FaultyPod killed = begun.seen(Optional.of(pod("u1", "", 1, "OOMKilled")), FROM.plusSeconds(9));
    assertTrue(killed.oomKilled());
    assertEquals(Optional.of(FROM.plusSeconds(9)), killed.replacedAt());
    String leaving = "\"deletionTimestamp\": \"2026-11-24T20:00:30Z\",";
    String evicted = begun.seen(Optional.of(pod("u1", leaving, 0, "")), FROM.plusSeconds(9)).end();
    assertEquals("evicted (EvictionByEvictionAPI)", evicted);
    FaultyPod gone = begun.seen(Optional.empty(), FROM.plusSeconds(9));
    assertFalse(gone.oomKilled());
    assertEquals(gone, gone.seen(Optional.of(pod("u1", "", 1, "OOMKilled")), FROM.plusSeconds(99)));
  }

  private static JsonNode pod(String uid, String leaving, int restarts, String reason) {
    String disruption =
        leaving.isEmpty()
            ? ""
            : "{\"type\": \"DisruptionTarget\", \"reason\": \"EvictionByEvictionAPI\"}";
    return ResultFile.parse(
        """
        {"metadata": {%s "name": "p", "uid": "%s"}, "status": {"conditions": [%s],
          "containerStatuses": [{"restartCount": %d,
            "lastState": {"terminated": {"reason": "%s"}}}]}}
        """
            .formatted(leaving, uid, disruption, restarts, reason));
  }

  @Test
  void of_a_faulty_pod_count_the_failures_of_its_side_and_time_that_no_full_pod_refused() {
    FaultyPod pod =
        FaultyPod.begun(B, "leak", pod("u1", "", 0, ""), FROM)
            .seen(Optional.empty(), FROM.plusSeconds(60));
    List<String> lines =
        List.of(
            failure("B", 70, "reset"),
            failure("B", 70, "http_5xx"),
            failure("A", 70, "reset"),
            failure("B", 90, "timeout"),
            failure("B", -1, "connect"));
    assertEquals(1, FaultyPods.failed(pod, lines, FROM.plusSeconds(1_000), STEP));
  }

  private static String failure(String side, int seconds, String kind) {
    return "{\"due_at\":\"%s\",\"target\":\"%s\",\"kind\":\"%s\"}"
        .formatted(FROM.plusSeconds(seconds), side, kind);
  }

  @Test
  void a_difference_within_the_noise_band_is_no_claim() {
    NoiseBand band = new NoiseBand(2, 1.5, "x");
    List<SideResult> sides =
        TestingLive.report(TestingLive.race(24, Optional.empty()), Optional.empty(), List.of())
            .sides();
    Verdict verdict = Verdict.of(sides.get(0), sides.get(1), band);
    assertFalse(verdict.outside() || verdict.hoursOutside());
    assertTrue(verdict.sentence().contains("no claim"), verdict.sentence());
    assertTrue(Verdict.of(sides.get(0), sides.get(1), new NoiseBand(0, 0.5, "x")).hoursOutside());
  }

  @Test
  void the_screen_has_both_sides_the_forecast_and_the_reasons() {
    WatchScreen.OfSide ours =
        new WatchScreen.OfSide(
            B, 7, 9, 8, 8.5, OptionalDouble.of(1_050), 0, 1, "predicted 8 pods; floor 8");
    WatchScreen.Moment moment =
        new WatchScreen.Moment(
            "[##--]",
            37,
            120,
            61.3,
            List.of(ours),
            Optional.of("88.1 (71.0 to 104.0) 5 min ahead"),
            true,
            List.of("a pod was evicted"));
    String screen = String.join("\n", WatchScreen.lines(moment));
    for (String part :
        List.of(
            "minute 37 of 120",
            "Tidewatch (B)",
            "8.50",
            "88.1 (71.0 to 104.0) 5 min ahead, trusted",
            "predicted 8 pods; floor 8",
            "a pod was evicted")) {
      assertTrue(screen.contains(part), part + " is not in\n" + screen);
    }
  }
}
