package io.tidewatch.local.live;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** A live demo with numbers that can be told apart. */
final class TestingLive {
  static final Instant FROM = Instant.parse("2026-11-24T20:00:00Z");

  private TestingLive() {}

  static LivePlan plan(int minutes) {
    return new LivePlan(
        minutes, 5, 100, 42, Optional.empty(), false, Optional.empty(), Optional.empty());
  }

  static LivePlan traced(Path trace) {
    return new LivePlan(
        4, 5, 100, 42, Optional.of(trace), false, Optional.empty(), Optional.empty());
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

  static LiveReport report(int minutes) {
    LivePlan plan = plan(minutes);
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
        List.of(side(Side.SAME_POLICY.get(0), demand, 0), side(Side.SAME_POLICY.get(1), demand, 1)),
        Simulation.of(demand, 30),
        30,
        1.5,
        Optional.of(
            new Landed(91_234, 7_654, Optional.of(Duration.ofSeconds(38)), Optional.empty())),
        List.of("A <note> of one sentence."),
        new TreeMap<>(Map.of("cluster", 12.3, "load", 1_500.0)));
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
