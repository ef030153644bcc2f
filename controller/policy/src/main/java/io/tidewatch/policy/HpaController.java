package io.tidewatch.policy;

import java.util.EnumSet;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One HPA as Kubernetes 1.34 runs it: from single pods, their readings and the clock to a count.
 *
 * <pre>
 *   bounds first   0 replicas rest; above max or below min is mended before any metric is asked
 *   wish           the largest over the metrics ({@link ReplicaCalculator}); an invalid one counts
 *                  as nothing, but then the others may not ask for fewer
 *   steady         the wish within the stabilisation windows
 *   desired        within the rates of {@code spec.behavior} (or max(2×, 4) without), min and max
 * </pre>
 *
 * <p>Source: {@code pkg/controller/podautoscaler/horizontal.go}. Recorded syncs of the real
 * controller are replayed through this class in the test suite, and both agree on every one.
 */
public final class HpaController {
  private final HpaSpec spec;
  private final ReplicaCalculator calculator;

  public HpaController(HpaSpec spec, HpaTuning tuning) {
    this.spec = Objects.requireNonNull(spec, "spec");
    this.calculator = new ReplicaCalculator(tuning);
  }

  /**
   * What one sync wants.
   *
   * @param desired replicas that the target shall have
   * @param branches the way that led there
   */
  public record Sync(int desired, HpaMemory next, Set<HpaBranch> branches) {
    public Sync {
      Objects.requireNonNull(next, "next");
      branches = Set.copyOf(branches);
    }
  }

  /** Decides one sync. */
  public Sync sync(HpaInputs inputs, HpaMemory memory) {
    int current = inputs.current();
    HpaMemory now = memory.at(inputs.now(), current);
    if (current == 0 && spec.min() > 0) {
      return new Sync(0, now, EnumSet.of(HpaBranch.SCALING_DISABLED));
    }
    if (spec.clamp(current) != current) {
      HpaBranch branch = current > spec.max() ? HpaBranch.ABOVE_MAX : HpaBranch.BELOW_MIN;
      return scaled(current, spec.clamp(current), now, EnumSet.of(branch));
    }
    Set<HpaBranch> path = EnumSet.noneOf(HpaBranch.class);
    OptionalInt wish = wish(inputs, path);
    if (wish.isEmpty()) {
      return new Sync(current, now, path);
    }
    return normalised(current, wish.getAsInt(), now, path);
  }

  /** The largest wish; empty when the metrics allow none. */
  private OptionalInt wish(HpaInputs inputs, Set<HpaBranch> path) {
    int largest = 0;
    int invalid = 0;
    for (int i = 0; i < spec.metrics().size(); i++) {
      ReplicaCalculator.Proposal proposal =
          calculator.propose(spec.metrics().get(i), inputs.readings().get(i), inputs);
      path.addAll(proposal.branches());
      largest = Math.max(largest, proposal.pods().orElse(0));
      invalid += proposal.pods().isEmpty() ? 1 : 0;
    }
    if (spec.metrics().size() > 1 && invalid == 0) {
      path.add(HpaBranch.LARGEST_OF_SEVERAL);
    }
    return settled(largest, invalid, inputs.current(), path);
  }

  private OptionalInt settled(int largest, int invalid, int current, Set<HpaBranch> path) {
    if (invalid == spec.metrics().size()) {
      path.add(HpaBranch.ALL_METRICS_INVALID);
      return OptionalInt.empty();
    }
    if (invalid > 0 && largest < current) {
      path.add(HpaBranch.FEWER_WITH_AN_INVALID_METRIC);
      return OptionalInt.empty();
    }
    if (invalid > 0) {
      path.add(HpaBranch.NOT_FEWER_WITH_AN_INVALID_METRIC);
    }
    return OptionalInt.of(largest);
  }

  private Sync normalised(int current, int wish, HpaMemory now, Set<HpaBranch> path) {
    Behavior behavior = spec.behavior();
    int steady = behavior.stabilise(current, wish, now.recommendations());
    noteWindow(current, wish, steady, path);
    int limited = behavior.limit(steady, current, seconds -> now.countAtStart(current, seconds));
    noteRate(current, steady, limited, path);
    int desired = spec.clamp(limited);
    if (desired != limited) {
      path.add(desired < limited ? HpaBranch.AT_MAX : HpaBranch.AT_MIN);
    }
    return scaled(current, desired, now.recommending(wish, behavior), path);
  }

  private Sync scaled(int current, int desired, HpaMemory now, Set<HpaBranch> path) {
    path.add(change(current, desired));
    return new Sync(desired, now.scaled(current, desired, spec.behavior()), path);
  }

  private static HpaBranch change(int current, int desired) {
    if (desired == current) {
      return HpaBranch.KEPT;
    }
    return desired > current ? HpaBranch.SCALED_UP : HpaBranch.SCALED_DOWN;
  }

  private static void noteWindow(int current, int wish, int steady, Set<HpaBranch> path) {
    if (steady > wish) {
      path.add(steady > current ? HpaBranch.RAISED_BY_WINDOW : HpaBranch.FALL_STABILISED);
    }
    if (steady < wish) {
      path.add(HpaBranch.RISE_STABILISED);
    }
  }

  private void noteRate(int current, int steady, int limited, Set<HpaBranch> path) {
    if (limited < steady && spec.behavior().unwritten()) {
      path.add(HpaBranch.RISE_LIMITED_BUILT_IN);
      return;
    }
    if (limited < steady) {
      path.add(limited == current ? HpaBranch.RISE_SPENT : HpaBranch.RISE_LIMITED);
    }
    if (limited > steady) {
      path.add(limited == current ? HpaBranch.FALL_SPENT : HpaBranch.FALL_LIMITED);
    }
  }
}
