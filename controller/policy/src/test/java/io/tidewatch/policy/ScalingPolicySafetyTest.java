package io.tidewatch.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.policy.Behavior.Rate;
import io.tidewatch.policy.Behavior.Rules;
import io.tidewatch.policy.Behavior.Select;
import io.tidewatch.policy.Behavior.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The safety rules, over random walks of demand, forecasts, trust, pods and settings. */
class ScalingPolicySafetyTest {
  private static final int MIN = 3;
  private static final int MAX = 30;
  private static final int SYNCS = 120;
  private static final Trust TRUSTED = new Trust(true, new Reason(ReasonCode.TRUSTED, 0.8));
  private static final Capacity TEN = new Capacity(OptionalDouble.of(10), Capacity.Origin.EXPLICIT);

  @Property(tries = 200)
  void never_below_min_nor_above_max(@ForAll long seed, @ForAll Actuation actuation) {
    walk(
        new Random(seed),
        actuation,
        Behavior.defaults(),
        (inputs, step) ->
            assertTrue(step.decision().wanted() >= MIN && step.decision().wanted() <= MAX));
  }

  @Property(tries = 200)
  void unknown_data_never_lower_anything(@ForAll long seed, @ForAll Actuation actuation) {
    walk(
        new Random(seed),
        actuation,
        Behavior.defaults(),
        (inputs, step) -> {
          if (inputs.demand().isEmpty() || inputs.capacity().perPod().isEmpty()) {
            assertTrue(step.decision().wanted() >= inputs.all());
          }
        });
  }

  @Property(tries = 200)
  void never_down_faster_than_the_behaviour_allows(@ForAll long seed, @ForAll Actuation actuation) {
    Rules oneInTwoSyncs = new Rules(30, Select.MAX, List.of(new Rate(Unit.PODS, 1, 30)));
    Behavior slow = new Behavior(Behavior.defaults().up(), oneInTwoSyncs);
    List<Integer> counts = new ArrayList<>();
    walk(
        new Random(seed),
        actuation,
        slow,
        (inputs, step) -> {
          counts.add(inputs.all());
          int aSyncAgo = counts.get(Math.max(0, counts.size() - 2));
          assertTrue(step.decision().wanted() >= Math.min(aSyncAgo - 1, inputs.all()));
        });
  }

  @Property(tries = 200)
  void fewer_pods_only_after_current_demand_asked_for_fewer(@ForAll long seed) {
    int[] asked = new int[4];
    int[] sync = {0};
    walk(
        new Random(seed),
        Actuation.SCALE,
        Behavior.defaults(),
        (inputs, step) -> {
          asked[sync[0]++ % 4] =
              inputs.demand().isEmpty() || inputs.capacity().perPod().isEmpty()
                  ? inputs.all()
                  : (int) Math.ceil(inputs.demand().getAsDouble() / 8 - 1e-9);
          if (step.decision().predicted().isPresent() && step.decision().wanted() < inputs.all()) {
            for (int ask : asked) {
              assertTrue(Math.min(MAX, ask) <= step.decision().wanted());
            }
          }
        });
  }

  @Property(tries = 200)
  void untrusted_is_the_hpa_bit_for_bit(@ForAll long seed, @ForAll Actuation actuation) {
    Random random = new Random(seed);
    HpaAlgorithm hpa = new HpaAlgorithm(hpa(Behavior.defaults()));
    ScalingPolicy policy = policy(actuation, Behavior.defaults());
    HpaState hpaState = HpaState.starting(5);
    PolicyState state = PolicyState.starting(5);
    int all = 5;
    for (int sync = 0; sync < SYNCS; sync++) {
      int ready = random.nextInt(all + 1);
      OptionalDouble load = OptionalDouble.of(random.nextDouble() * 20);
      OptionalDouble demand = OptionalDouble.of(load.getAsDouble() * 10);
      Trust trust = Trust.withheld(ReasonCode.LOW_TRUST, 2);
      PolicyInputs inputs =
          new PolicyInputs(demand, ready, all, TEN, 50, trust, Optional.of(outlook(random)));

      HpaAlgorithm.Sync expected = hpa.sync(inputs.load(), ready, all, hpaState);
      ScalingPolicy.Step step = policy.decide(inputs, state);

      assertEquals(expected.wanted(), step.decision().wanted());
      assertEquals(expected.next(), step.next().hpa());
      hpaState = expected.next();
      state = step.next();
      all = expected.wanted();
    }
  }

  @Property(tries = 100)
  void the_same_inputs_and_memory_give_the_same_decision(
      @ForAll long seed, @ForAll Actuation actuation) {
    walk(
        new Random(seed),
        actuation,
        Behavior.defaults(),
        (inputs, step) -> assertTrue(step.decision().inputs().equals(inputs)));
    List<Integer> once = wanted(seed, actuation);
    assertEquals(once, wanted(seed, actuation));
  }

  private interface Check {
    void check(PolicyInputs inputs, ScalingPolicy.Step step);
  }

  private static List<Integer> wanted(long seed, Actuation actuation) {
    List<Integer> wanted = new ArrayList<>();
    walk(
        new Random(seed),
        actuation,
        Behavior.defaults(),
        (inputs, step) -> wanted.add(step.decision().wanted()));
    return wanted;
  }

  /** Lets the policy steer its own pods through two hours of a hostile world. */
  private static void walk(Random random, Actuation actuation, Behavior behavior, Check check) {
    ScalingPolicy policy = policy(actuation, behavior);
    int all = MIN + random.nextInt(MAX - MIN + 1);
    PolicyState state = PolicyState.starting(all);
    double demand = 100 * random.nextDouble();
    for (int sync = 0; sync < SYNCS; sync++) {
      demand = Math.max(0, demand + 30 * random.nextGaussian());
      PolicyInputs inputs = inputs(random, demand, all);
      ScalingPolicy.Step step = policy.decide(inputs, state);
      check.check(inputs, step);
      all = step.decision().wanted();
      state = step.next();
    }
  }

  private static PolicyInputs inputs(Random random, double demand, int all) {
    double[] strange = {Double.NaN, -1, Double.POSITIVE_INFINITY};
    double seen = random.nextInt(10) == 0 ? strange[random.nextInt(3)] : demand;
    return new PolicyInputs(
        random.nextInt(10) == 0 ? OptionalDouble.empty() : OptionalDouble.of(seen),
        random.nextInt(all + 1),
        all,
        random.nextInt(20) == 0 ? Capacity.unknown() : TEN,
        80,
        random.nextInt(4) == 0 ? Trust.withheld(ReasonCode.LOW_TRUST, 1.2) : TRUSTED,
        random.nextInt(10) == 0 ? Optional.empty() : Optional.of(outlook(random)));
  }

  private static DemandOutlook outlook(Random random) {
    double low = 200 * random.nextDouble();
    double high = low + 200 * random.nextDouble();
    return new DemandOutlook(
        TestingPeaks.between(low, high, 2), TestingPeaks.between(low, 1.2 * high, 5));
  }

  private static ScalingPolicy policy(Actuation actuation, Behavior behavior) {
    return new ScalingPolicy(new PolicySettings(hpa(behavior), actuation, 0.8, 25));
  }

  private static HpaSettings hpa(Behavior behavior) {
    return new HpaSettings(0.5, MIN, MAX, HpaSettings.Metric.CPU, behavior);
  }
}
