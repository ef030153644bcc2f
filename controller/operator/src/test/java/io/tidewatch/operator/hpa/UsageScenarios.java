package io.tidewatch.operator.hpa;

import io.tidewatch.policy.HpaInputs.Reading;
import io.tidewatch.policy.HpaMetric;
import io.tidewatch.policy.HpaPod;
import io.tidewatch.policy.HpaSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** Kinds of metrics, up, down, tolerance, several metrics, none. */
final class UsageScenarios {
  private static final HpaSpec BOTH = Specs.quick(Specs.CPU, Specs.REQUESTS);

  private UsageScenarios() {}

  static List<Scenario> all() {
    return List.of(
        values("cpu-utilization", Specs.CPU, 3, 80, 60, 52, 20, 20, 55, 45, 56, 44, 0, 200),
        values("cpu-average", Specs.CPU_AVERAGE, 3, 100, 75, 30, 78, 140),
        values("memory-utilization", Specs.MEMORY, 3, giga(120), giga(77), giga(30), giga(85)),
        values("memory-average", Specs.MEMORY_AVERAGE, 4, giga(50), giga(33), giga(10)),
        values("pods-metric", Specs.REQUESTS, 3, 16_000, 10_900, 11_000, 9_000, 4_000, 8_999, 1),
        story(
            "two-metrics",
            4,
            moment -> both(moment, of(moment, 80), of(moment, 8_000)),
            moment -> both(moment, of(moment, 20), of(moment, 18_000)),
            moment -> both(moment, of(moment, 20), of(moment, 2_000)),
            moment -> both(moment, Optional.empty(), of(moment, 15_000)),
            moment -> both(moment, of(moment, 52), Optional.empty()),
            moment -> both(moment, Optional.empty(), of(moment, 2_000)),
            moment -> both(moment, of(moment, 20), Optional.empty()),
            moment -> both(moment, Optional.empty(), Optional.empty()),
            moment -> both(moment, of(moment, 48), of(moment, 5_000))),
        story(
            "no-metrics",
            4,
            moment -> Stage.failing(Specs.quick(Specs.CPU), moment.ready()),
            moment -> Stage.failing(Specs.quick(Specs.CPU), moment.ready()),
            moment -> steady(moment, Specs.CPU, 20),
            moment -> Stage.failing(Specs.quick(Specs.REQUESTS), moment.ready()),
            moment -> Stage.failing(Specs.quick(Specs.REQUESTS), moment.ready()),
            moment -> steady(moment, Specs.REQUESTS, 30_000)));
  }

  private static Scenario values(String name, HpaMetric metric, int start, long... values) {
    List<Function<Moment, Stage>> stages = new ArrayList<>();
    for (long value : values) {
      stages.add(moment -> steady(moment, metric, value));
    }
    return story(name, start, stages);
  }

  @SafeVarargs
  static Scenario story(String name, int start, Function<Moment, Stage>... stages) {
    return story(name, start, List.of(stages));
  }

  static Scenario story(String name, int start, List<Function<Moment, Stage>> stages) {
    return new Scenario(
        name, start, stages.size(), moment -> stages.get(moment.sync()).apply(moment));
  }

  /** All pods are old and ready and read the same. */
  private static Stage steady(Moment moment, HpaMetric metric, long value) {
    List<HpaPod> pods = moment.ready();
    return Stage.of(Specs.quick(metric), pods, moment.each(pods, value));
  }

  private static Stage both(
      Moment moment, Optional<Map<String, Reading>> cpu, Optional<Map<String, Reading>> requests) {
    return new Stage(BOTH, OptionalInt.empty(), moment.ready(), List.of(cpu, requests));
  }

  private static Optional<Map<String, Reading>> of(Moment moment, long value) {
    return Optional.of(moment.each(moment.ready(), value));
  }

  private static long giga(int value) {
    return value * 1_000_000_000L;
  }
}
