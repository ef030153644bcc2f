package io.tidewatch.operator.hpa;

import static io.tidewatch.operator.hpa.UsageScenarios.story;

import io.tidewatch.policy.HpaInputs.Reading;
import io.tidewatch.policy.HpaMetric;
import io.tidewatch.policy.HpaPod;
import io.tidewatch.policy.HpaPod.Phase;
import io.tidewatch.policy.HpaPod.Status;
import io.tidewatch.policy.HpaSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Pods that are missing, starting, unready, gone, strange or without requests. */
final class PodScenarios {
  private static final HpaSpec CPU = Specs.quick(Specs.CPU);
  private static final HpaSpec REQUESTS = Specs.quick(Specs.REQUESTS);

  private PodScenarios() {}

  static List<Scenario> all() {
    return List.of(
        missing("missing-cpu", Specs.CPU, 1),
        missing("missing-requests", Specs.REQUESTS, 200),
        missing("missing-cpu-average", Specs.CPU_AVERAGE, 1),
        story(
            "missing-above-full",
            4,
            moment -> partly(moment, Specs.MEMORY, 64_000_000_000L / 2, 4, 3),
            moment -> partly(moment, Specs.MEMORY, 64_000_000_000L / 2, 4, 1)),
        pending(),
        starting("cpu-starting", CPU),
        starting("cpu-average-starting", Specs.quick(Specs.CPU_AVERAGE)),
        starting("requests-starting", REQUESTS),
        gone(),
        empty());
  }

  /** One unit is a percent of the target's hundred. */
  private static Scenario missing(String name, HpaMetric metric, long unit) {
    return story(
        name,
        4,
        moment -> partly(moment, metric, 80 * unit, 4, 3),
        moment -> partly(moment, metric, 20 * unit, moment.current(), moment.current() - 1),
        moment -> partly(moment, metric, 60 * unit, moment.current(), moment.current() - 1),
        moment -> partly(moment, metric, 80 * unit, 4, 2),
        moment -> partly(moment, metric, 40 * unit, 4, 2),
        moment -> partly(moment, metric, 50 * unit, 4, 3),
        moment -> partly(moment, metric, 30 * unit, 10, 9),
        moment -> partly(moment, metric, 150 * unit, 2, 1),
        moment -> partly(moment, metric, 70 * unit, 5, 4));
  }

  /** Of so many old, ready pods only the first few are read. */
  private static Stage partly(Moment moment, HpaMetric metric, long value, int count, int read) {
    List<HpaPod> pods = moment.ready(count);
    return Stage.of(Specs.quick(metric), pods, moment.each(pods.subList(0, read), value));
  }

  private static Scenario pending() {
    return story(
        "pending",
        5,
        moment -> beside(moment, 2, 16_000),
        moment -> beside(moment, 2, 30_000),
        moment -> beside(moment, 2, 4_000),
        moment -> beside(moment, 3, 10_500),
        moment -> beside(moment, 3, 9_500));
  }

  private static Stage beside(Moment moment, int pending, long value) {
    List<HpaPod> pods = new ArrayList<>(moment.ready(3));
    for (int i = 0; i < pending; i++) {
      pods.add(Moment.pending("n" + i));
    }
    return Stage.of(REQUESTS, pods, moment.each(pods, value));
  }

  /** Each way in which a pod's CPU is doubted or not, beside two that are not, high and low. */
  private static Scenario starting(String name, HpaSpec spec) {
    List<Function<Moment, Stage>> stages = new ArrayList<>();
    long unit = spec.metrics().get(0).amount() / 50;
    for (long value : new long[] {90 * unit, 20 * unit}) {
      stages.add(moment -> doubted(moment, spec, value, young(moment, Status.TRUE, 60)));
      stages.add(moment -> doubted(moment, spec, value, young(moment, Status.TRUE, 20)));
      stages.add(moment -> doubted(moment, spec, value, young(moment, Status.FALSE, 60)));
      stages.add(moment -> doubted(moment, spec, value, young(moment, Status.UNKNOWN, 60)));
      stages.add(moment -> doubted(moment, spec, value, bare(moment, "x")));
      stages.add(moment -> doubted(moment, spec, value, neverReady(moment, 10)));
      stages.add(moment -> doubted(moment, spec, value, neverReady(moment, 40)));
      stages.add(moment -> doubted(moment, spec, value, moment.old("x", Status.UNKNOWN)));
    }
    return story(name, 3, stages);
  }

  private static Stage doubted(Moment moment, HpaSpec spec, long value, HpaPod doubted) {
    List<HpaPod> pods = new ArrayList<>(moment.ready(2));
    pods.add(named(doubted, "x" + moment.sync()));
    return Stage.of(spec, pods, moment.each(pods, value)).scaledTo(3);
  }

  private static HpaPod named(HpaPod pod, String name) {
    return new HpaPod(
        name, pod.phase(), pod.deleting(), pod.started(), pod.ready(), pod.requests());
  }

  /** Started a minute and a half ago; readiness changed so many seconds ago. */
  private static HpaPod young(Moment moment, Status status, int seconds) {
    Instant now = moment.now();
    return Moment.running("x", now.minusSeconds(90), status, now.minusSeconds(seconds));
  }

  /** Started ten minutes ago, unready since so many seconds after that. */
  private static HpaPod neverReady(Moment moment, int seconds) {
    Instant started = moment.now().minusSeconds(600);
    return Moment.running("x", started, Status.FALSE, started.plusSeconds(seconds));
  }

  private static HpaPod bare(Moment moment, String name) {
    HpaPod old = moment.old(name, Status.TRUE);
    return new HpaPod(name, old.phase(), false, Optional.empty(), Optional.empty(), old.requests());
  }

  private static Scenario gone() {
    return story(
        "gone-pods",
        4,
        moment -> changed(moment, CPU, 80, Phase.RUNNING, true),
        moment -> changed(moment, CPU, 80, Phase.FAILED, false),
        moment -> changed(moment, CPU, 20, Phase.RUNNING, true),
        moment -> changed(moment, REQUESTS, 3_000, Phase.FAILED, false),
        moment -> changed(moment, REQUESTS, 18_000, Phase.SUCCEEDED, false),
        moment -> stranger(moment, CPU, 70),
        moment -> stranger(moment, REQUESTS, 16_000),
        moment -> strangerBesideMissing(moment, CPU, 80),
        moment -> strangerBesideMissing(moment, REQUESTS, 17_000));
  }

  private static Stage changed(
      Moment moment, HpaSpec spec, long value, Phase phase, boolean deleting) {
    List<HpaPod> pods = new ArrayList<>(moment.ready(3));
    pods.add(Moment.in(moment.old("g" + moment.sync(), Status.TRUE), phase, deleting));
    return Stage.of(spec, pods, moment.each(pods, value)).scaledTo(4);
  }

  /** The metrics API still knows a pod that the selector does not find. */
  private static Stage stranger(Moment moment, HpaSpec spec, long value) {
    Map<String, Reading> readings = moment.each(moment.ready(5), value);
    return Stage.of(spec, moment.ready(4), readings).scaledTo(4);
  }

  private static Stage strangerBesideMissing(Moment moment, HpaSpec spec, long value) {
    Map<String, Reading> readings = moment.each(moment.ready(5), value);
    readings.remove("p0");
    return Stage.of(spec, moment.ready(4), readings).scaledTo(4);
  }

  private static Scenario empty() {
    return story(
        "nothing-to-read",
        3,
        moment -> Stage.of(CPU, List.of(), moment.each(moment.ready(2), 90)),
        moment -> Stage.of(CPU, List.of(Moment.pending("a")), moment.each(moment.ready(2), 90)),
        moment -> onlyPending(moment, CPU),
        moment -> onlyPending(moment, REQUESTS),
        moment -> withoutRequest(moment, CPU),
        moment -> withoutRequest(moment, Specs.quick(Specs.CPU_AVERAGE)),
        moment -> Stage.of(REQUESTS, List.of(), moment.each(moment.ready(2), 90)));
  }

  private static Stage onlyPending(Moment moment, HpaSpec spec) {
    List<HpaPod> pods = List.of(Moment.pending("a"), Moment.pending("b"));
    return Stage.of(spec, pods, moment.each(pods, 90_000));
  }

  private static Stage withoutRequest(Moment moment, HpaSpec spec) {
    List<HpaPod> pods = new ArrayList<>(moment.ready(3));
    HpaPod silent = Moment.requesting(moment.old("r", Status.TRUE), Map.of("memory", 1_000_000L));
    pods.add(Moment.in(silent, Phase.FAILED, false));
    return Stage.of(spec, pods, moment.each(pods, 90));
  }
}
