package io.tidewatch.operator.hpa;

import io.tidewatch.policy.Behavior;
import io.tidewatch.policy.Behavior.Rate;
import io.tidewatch.policy.Behavior.Rules;
import io.tidewatch.policy.Behavior.Select;
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
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A hostile life by dice: any metric, any behaviour, pods in any state, readings that lack, lie or
 * belong to nobody, and other hands on target and spec.
 */
final class RandomWalk implements Function<Moment, Stage> {
  private static final int[] SECONDS = {25, 40, 55, 70, 100, 130};
  private static final List<List<HpaMetric>> METRICS =
      List.of(
          List.of(Specs.CPU),
          List.of(Specs.REQUESTS),
          List.of(Specs.CPU_AVERAGE),
          List.of(Specs.MEMORY),
          List.of(Specs.CPU, Specs.REQUESTS),
          List.of(Specs.REQUESTS, Specs.CPU_AVERAGE),
          List.of(Specs.MEMORY, Specs.CPU));

  private final Random random;
  private final List<HpaMetric> metrics;
  private final List<HpaPod> pods = new ArrayList<>();
  private HpaSpec spec;
  private double level = 1;
  private int born;

  private RandomWalk(long seed) {
    random = new Random(seed);
    metrics = METRICS.get((int) (seed % METRICS.size()));
    spec = new HpaSpec(1, 9, metrics, behavior());
  }

  static Scenario scenario(int seed, int syncs) {
    RandomWalk walk = new RandomWalk(seed);
    return new Scenario("walk-%02d".formatted(seed), 1 + seed % 5, syncs, walk);
  }

  @Override
  public Stage apply(Moment moment) {
    if (chance(5)) {
      int min = 1 + random.nextInt(3);
      spec = new HpaSpec(min, min + 3 + random.nextInt(8), metrics, behavior());
    }
    OptionalInt replicas = otherHands(moment.current());
    level = Math.min(4, Math.max(0.1, level * Math.exp(0.5 * random.nextGaussian())));
    live(moment.now());
    populate(replicas.orElse(moment.current()), moment);
    List<Optional<Map<String, Reading>>> readings = new ArrayList<>();
    for (HpaMetric metric : metrics) {
      readings.add(chance(5) ? Optional.empty() : Optional.of(readings(metric, moment)));
    }
    return new Stage(spec, replicas, pods, readings);
  }

  private OptionalInt otherHands(int current) {
    if (current == 0) {
      return OptionalInt.of(spec.min() + random.nextInt(3));
    }
    return chance(4) ? OptionalInt.of(random.nextInt(spec.max() + 3)) : OptionalInt.empty();
  }

  /** Pods go on: they become ready, lose it again, fail, and those that end are gone next time. */
  private void live(Instant now) {
    pods.removeIf(pod -> pod.deleting() || (pod.phase() == Phase.FAILED && chance(50)));
    pods.replaceAll(pod -> next(pod, now));
  }

  private HpaPod next(HpaPod pod, Instant now) {
    if (pod.phase() == Phase.PENDING) {
      return chance(60) ? Moment.running(pod.name(), now, Status.FALSE, now) : pod;
    }
    boolean ready = pod.ready().isPresent() && pod.ready().get().status() == Status.TRUE;
    Instant started = pod.started().orElse(now);
    if (!ready && pod.phase() == Phase.RUNNING && chance(60)) {
      return Moment.running(pod.name(), started, Status.TRUE, now.minusSeconds(random.nextInt(40)));
    }
    if (ready && chance(6)) {
      return Moment.running(
          pod.name(), started, random.nextBoolean() ? Status.FALSE : Status.UNKNOWN, now);
    }
    return chance(3) ? Moment.in(pod, Phase.FAILED, false) : pod;
  }

  private void populate(int count, Moment moment) {
    while (pods.size() < count) {
      pods.add(newborn(moment));
    }
    for (int i = count; i < pods.size(); i++) {
      if (chance(80)) {
        pods.set(i, Moment.in(pods.get(i), pods.get(i).phase(), true));
      }
    }
  }

  private HpaPod newborn(Moment moment) {
    String name = "b" + born++;
    return switch (random.nextInt(5)) {
      case 0 -> Moment.pending(name);
      case 1 -> Moment.running(name, moment.now(), Status.FALSE, moment.now());
      case 2 ->
          Moment.running(
              name, moment.now().minusSeconds(70), Status.TRUE, moment.now().minusSeconds(60));
      default -> moment.old(name, Status.TRUE);
    };
  }

  private Map<String, Reading> readings(HpaMetric metric, Moment moment) {
    Map<String, Reading> readings = new TreeMap<>();
    for (HpaPod pod : pods) {
      if (pod.phase() == Phase.RUNNING ? !chance(8) : chance(30)) {
        readings.put(pod.name(), reading(metric, moment));
      }
    }
    if (chance(5)) {
      readings.put("stranger", reading(metric, moment));
    }
    return readings;
  }

  private Reading reading(HpaMetric metric, Moment moment) {
    long target =
        metric.kind() == HpaMetric.Kind.RESOURCE_UTILIZATION
            ? Moment.REQUESTS.get(metric.name()) * metric.amount() / 100
            : metric.amount();
    double value = target * level * (0.7 + 0.6 * random.nextDouble());
    return moment.reading(
        metric.name().equals("memory") ? (long) value / 1000 * 1000 : (long) value);
  }

  private Behavior behavior() {
    return switch (random.nextInt(6)) {
      case 0 -> Behavior.builtIn();
      case 1 -> Behavior.defaults();
      default -> new Behavior(rules(), rules());
    };
  }

  private Rules rules() {
    List<Rate> rates = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(2); i++) {
      int period = SECONDS[random.nextInt(SECONDS.length)];
      rates.add(
          random.nextBoolean()
              ? Specs.pods(1 + random.nextInt(4), period)
              : Specs.percent(20 * (1 + random.nextInt(5)), period));
    }
    Select select = chance(8) ? Select.DISABLED : chance(50) ? Select.MAX : Select.MIN;
    int window = random.nextBoolean() ? 0 : SECONDS[random.nextInt(SECONDS.length)];
    return new Rules(window, select, rates);
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }
}
