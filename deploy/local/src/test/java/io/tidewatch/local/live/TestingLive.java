package io.tidewatch.local.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.domain.DecisionLine;
import io.tidewatch.domain.DecisionRecord;
import io.tidewatch.domain.WorkloadId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;

/** A live demo with numbers that can be told apart. */
final class TestingLive {
  static final Instant FROM = Instant.parse("2026-11-24T20:00:00Z");

  private TestingLive() {}

  static LivePlan plan(int minutes) {
    return new LivePlan(
        minutes,
        5,
        100,
        42,
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        LivePlan.Race.ofEquals());
  }

  static LivePlan traced(Path trace) {
    return new LivePlan(
        4,
        5,
        100,
        42,
        Optional.of(trace),
        false,
        Optional.empty(),
        Optional.empty(),
        LivePlan.Race.ofEquals());
  }

  static Step step(int number, long offered, long failed, double p95) {
    OptionalDouble known = Double.isNaN(p95) ? OptionalDouble.empty() : OptionalDouble.of(p95);
    return new Step(number, FROM.plusSeconds(12L * number), offered, failed, known);
  }

  /** Pods by seconds since the beginning. */
  static Replicas replicas(double... secondsAndPods) {
    TreeMap<Instant, Double> samples = new TreeMap<>();
    for (int i = 0; i < secondsAndPods.length; i += 2) {
      samples.put(FROM.plusMillis(Math.round(1e3 * secondsAndPods[i])), secondsAndPods[i + 1]);
    }
    return new Replicas(samples);
  }

  /** Tidewatch beside the HPA. */
  static LivePlan race(int minutes, Optional<LiveFault> fault) {
    return new LivePlan(
        minutes,
        5,
        100,
        42,
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        new LivePlan.Race(false, false, fault));
  }

  static LiveReport report(int minutes) {
    return report(plan(minutes), Optional.empty(), List.of());
  }

  static LiveReport report(LivePlan plan, Optional<Ours> ours, List<FaultyPod> faulty) {
    Demand demand = Demand.of(plan);
    return new LiveReport(
        FROM,
        "2 cores, 24 GiB, Java 17",
        plan,
        demand,
        "the lab at speed 5",
        12.3,
        31.4,
        2,
        FROM,
        List.of(side(plan.sides().get(0), demand, 0), side(plan.sides().get(1), demand, 1)),
        Simulation.of(demand, 30),
        30,
        1.5,
        Optional.of(
            new Landed(91_234, 7_654, Optional.of(Duration.ofSeconds(38)), Optional.empty())),
        ours,
        faulty,
        List.of("A <note> of one sentence."),
        new TreeMap<>(Map.of("cluster", 12.3, "load", 1_500.0)));
  }

  /** A decision some seconds after the beginning, as the controller answers it. */
  static OurDecision decision(long sequence, int seconds, boolean trusted, int before, int wanted) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer
        .putArray("decisions")
        .add(line(sequence, seconds, trusted, before, wanted))
        .add("nonsense");
    return OurDecision.of(answer).get(0);
  }

  /** As a controller writes it. */
  static JsonNode line(long sequence, int seconds, boolean trusted, int before, int wanted) {
    return DecisionLine.write(
        new DecisionRecord(
            new DecisionRecord.Origin("abc", 1),
            sequence,
            FROM.plusSeconds(seconds),
            WorkloadId.parse("aiops-demo/backend"),
            DecisionRecord.Mode.ACT,
            DecisionRecord.Action.between(before, wanted),
            new DecisionRecord.Observed(OptionalDouble.of(14.5), OptionalInt.of(before)),
            Optional.of(new DecisionRecord.Replicas(before, wanted, before)),
            DecisionRecord.Worth.NOTHING,
            trusted,
            List.of("TRUSTED", "PREDICTED"),
            Optional.empty(),
            Optional.empty(),
            "1"));
  }

  private static SideResult side(Side side, Demand demand, int more) {
    List<Step> steps = new ArrayList<>();
    TreeMap<Instant, Double> pods = new TreeMap<>();
    TreeMap<Instant, Double> ready = new TreeMap<>();
    for (int i = 0; i < demand.minutes().length - 1; i++) {
      double rate = demand.minutes()[i];
      double before = demand.minutes()[Math.max(0, i - 2)];
      long failed = rate > before * 1.6 ? Math.round(2 * (rate - before)) + more : 0;
      double p95 = rate > before * 1.3 ? 2_600 + 100 * more : 1_050 + rate + more;
      steps.add(step(i, Math.round(rate * 12), failed, p95));
      pods.put(FROM.plusSeconds(12L * i), Math.ceil(before / 7) + 1);
      ready.put(FROM.plusSeconds(12L * i + 6), Math.ceil(before / 7) + 1);
    }
    Replicas counted = new Replicas(pods);
    return new SideResult(
        side,
        steps,
        counted,
        new Replicas(ready),
        counted,
        17.25 + more,
        17.5 + more,
        OptionalDouble.of(1_234.5),
        List.of(4.0, 6.0, 5.0));
  }
}
