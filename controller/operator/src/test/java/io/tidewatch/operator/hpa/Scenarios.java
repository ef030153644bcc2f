package io.tidewatch.operator.hpa;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** All scenarios that are recorded. */
final class Scenarios {
  private static final int WALKS = 20;
  private static final int SYNCS_OF_A_WALK = 40;

  private Scenarios() {}

  static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>(UsageScenarios.all());
    all.addAll(PodScenarios.all());
    all.addAll(SpeedScenarios.all());
    IntStream.rangeClosed(1, WALKS)
        .forEach(seed -> all.add(RandomWalk.scenario(seed, SYNCS_OF_A_WALK)));
    return all;
  }

  /** Three short ones, to see that recorder and controller still speak to each other. */
  static List<Scenario> quick() {
    return List.of(
        first(named("cpu-utilization")), first(named("two-metrics")), first(named("rise-least")));
  }

  private static Scenario named(String name) {
    return all().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  private static Scenario first(Scenario scenario) {
    return new Scenario(scenario.name(), scenario.start(), 3, scenario.script());
  }
}
