package io.tidewatch.operator.hpa;

import static io.tidewatch.operator.hpa.Specs.percent;
import static io.tidewatch.operator.hpa.Specs.pods;
import static io.tidewatch.operator.hpa.UsageScenarios.story;

import io.tidewatch.policy.Behavior;
import io.tidewatch.policy.Behavior.Rules;
import io.tidewatch.policy.Behavior.Select;
import io.tidewatch.policy.HpaPod;
import io.tidewatch.policy.HpaSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Windows, rates and bounds, with a Pods metric of old, ready pods. */
final class SpeedScenarios {
  private static final HpaSpec BUILT_IN = Specs.with(Behavior.builtIn(), Specs.REQUESTS);
  private static final HpaSpec DEFAULTS = Specs.with(Behavior.defaults(), Specs.REQUESTS);
  private static final long HIGH = 40_000;
  private static final long LOW = 1_000;

  private SpeedScenarios() {}

  static List<Scenario> all() {
    return List.of(
        loads("built-in", BUILT_IN, 1, join(List.of(100_000L, LOW, LOW, 30_000L), 24, LOW)),
        loads("built-in-at-bounds", BUILT_IN, 12, List.of(HIGH, HIGH, 10_000L, 200L)),
        loads("default-behavior", DEFAULTS, 2, join(List.of(HIGH, HIGH, 10_000L), 23, LOW)),
        rising("rise-least", Select.MIN, pods(2, 40), percent(50, 70)),
        rising("rise-most", Select.MAX, pods(2, 40), percent(50, 70)),
        rising("rise-disabled", Select.DISABLED, pods(2, 40)),
        rising("rise-percent", Select.MAX, percent(10, 55)),
        falling("fall-least", Select.MIN, pods(2, 40), percent(20, 70)),
        falling("fall-most", Select.MAX, pods(2, 40), percent(20, 70)),
        falling("fall-disabled", Select.DISABLED, pods(1, 40)),
        falling("fall-percent", Select.MAX, percent(60, 25)),
        loads("rise-and-fall", seesaw(), 8, swinging()),
        loads("rise-window", riseWindow(), 2, waves()),
        loads("fall-window", fallWindow(), 8, waves()),
        bounds("bounds", DEFAULTS),
        bounds("bounds-built-in", BUILT_IN),
        edited());
  }

  private static Scenario rising(String name, Select select, Behavior.Rate... rates) {
    HpaSpec spec = Specs.rising(new Rules(0, select, List.of(rates)));
    return loads(name, spec, 4, List.of(HIGH, HIGH, HIGH, HIGH, HIGH, HIGH, 10_000L, LOW));
  }

  private static Scenario falling(String name, Select select, Behavior.Rate... rates) {
    HpaSpec spec = Specs.falling(new Rules(0, select, List.of(rates)));
    return loads(name, spec, 12, List.of(LOW, LOW, LOW, LOW, LOW, LOW, 10_000L, HIGH));
  }

  private static HpaSpec seesaw() {
    Rules up = new Rules(0, Select.MAX, List.of(pods(3, 55), percent(30, 40)));
    Rules down = new Rules(0, Select.MIN, List.of(pods(2, 70), percent(50, 25)));
    return Specs.with(new Behavior(up, down), Specs.REQUESTS);
  }

  private static HpaSpec riseWindow() {
    Rules up = new Rules(40, Select.MAX, List.of(percent(100, 15)));
    return Specs.rising(up);
  }

  private static HpaSpec fallWindow() {
    return Specs.falling(Specs.down(70, Select.MAX, percent(100, 15)));
  }

  private static List<Long> swinging() {
    return List.of(HIGH, LOW, HIGH, HIGH, LOW, LOW, LOW, HIGH, 12_000L, HIGH, LOW, HIGH, LOW);
  }

  private static List<Long> waves() {
    return List.of(
        LOW, 15_000L, 20_000L, 18_000L, 17_000L, 5_000L, 6_000L, 16_000L, LOW, LOW, LOW, LOW, LOW,
        LOW);
  }

  private static List<Long> join(List<Long> first, int times, long then) {
    List<Long> all = new ArrayList<>(first);
    IntStream.range(0, times).forEach(i -> all.add(then));
    return all;
  }

  private static Scenario loads(String name, HpaSpec spec, int start, List<Long> values) {
    List<Function<Moment, Stage>> stages =
        values.stream()
            .map(value -> (Function<Moment, Stage>) moment -> load(moment, spec, value))
            .toList();
    return story(name, start, stages);
  }

  private static Stage load(Moment moment, HpaSpec spec, long value) {
    List<HpaPod> pods = moment.ready();
    return Stage.of(spec, pods, moment.each(pods, value));
  }

  /** Beyond max, below min, at none, and back, by other hands or by another spec. */
  private static Scenario bounds(String name, HpaSpec spec) {
    HpaSpec tight = new HpaSpec(3, 6, spec.metrics(), spec.behavior());
    HpaSpec raised = new HpaSpec(5, 9, spec.metrics(), spec.behavior());
    return story(
        name,
        4,
        moment -> load(moment, tight, 30_000),
        moment -> load(moment, tight, 10_000).scaledTo(9),
        moment -> load(moment, tight, 10_000).scaledTo(2),
        moment -> load(moment, tight, 10_000).scaledTo(0),
        moment -> load(moment, tight, 10_000).scaledTo(4),
        moment -> load(moment, raised, 10_000),
        moment -> load(moment, raised, 100),
        moment -> load(moment, new HpaSpec(1, 4, spec.metrics(), spec.behavior()), 10_000),
        moment -> load(moment, new HpaSpec(2, 5, spec.metrics(), Specs.QUICK), 100),
        moment -> load(moment, new HpaSpec(2, 5, spec.metrics(), Specs.QUICK), 50_000));
  }

  /** Windows and periods that somebody changes while they hold something. */
  private static Scenario edited() {
    HpaSpec narrow = Specs.falling(Specs.down(25, Select.MAX, pods(4, 25)));
    HpaSpec wide = Specs.falling(Specs.down(130, Select.MAX, pods(4, 130)));
    HpaSpec[] specs = {
      narrow, narrow, narrow, narrow, wide, wide, narrow, narrow, BUILT_IN, BUILT_IN, wide, wide
    };
    long[] values = {HIGH, LOW, LOW, LOW, LOW, HIGH, LOW, LOW, HIGH, LOW, LOW, LOW};
    List<Function<Moment, Stage>> stages =
        IntStream.range(0, specs.length)
            .mapToObj(i -> (Function<Moment, Stage>) moment -> load(moment, specs[i], values[i]))
            .toList();
    return story("edited-behavior", 6, stages);
  }
}
