package io.tidewatch.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Decides how many pods a workload should have, every 15 s.
 *
 * <p>Without trust this <b>is</b> the HPA with the user's target, bit for bit. With trust
 *
 * <pre>
 *   reactive  = ⌈demand ÷ (u·c)⌉                        u: trusted target, c: capacity of a pod
 *   predicted = argmin_P P + κ·μ·Pr(peak over the lead time &gt; P·c)     ({@link Newsvendor})
 *   up        = max(reactive, predicted)                never fewer than this
 *   keep      = max(up, ⌈q95(peak over 5 steps) ÷ c⌉)   never scale in below this
 * </pre>
 *
 * <p>{@link Actuation#SCALE} raises the count to {@code up} and lowers it to {@code keep}, and only
 * as far as {@code reactive} has asked for over a whole step: the forecast can hold pods, never
 * remove them. A floor moves between the same two bounds and leaves the rest, its 300 s window
 * included, to the HPA. Unknown demand keeps what is there. Where the HPA would rest at no pods at
 * all, the minimum still holds: a count of 0 that was merely observed is no pause.
 */
public final class ScalingPolicy {
  private static final double HOLD_QUANTILE = 0.95;
  private static final double LEAST_USUAL_PODS = 2;
  private static final double ROUNDING = 1e-9;
  private static final int SYNCS_OF_A_STEP = 60 / Behavior.SYNC_SECONDS;

  private final PolicySettings settings;
  private final HpaAlgorithm userHpa;
  private final HpaAlgorithm trustedHpa;

  public ScalingPolicy(PolicySettings settings) {
    this.settings = Objects.requireNonNull(settings, "settings");
    this.userHpa = new HpaAlgorithm(settings.hpa());
    this.trustedHpa = new HpaAlgorithm(settings.hpa().withTarget(settings.hpaTarget(true)));
  }

  /** A decision, and what the next one has to remember. */
  public record Step(ScalingDecision decision, PolicyState next) {}

  /** Decides one sync. */
  public Step decide(PolicyInputs inputs, PolicyState state) {
    Trust trust = inputs.usable();
    HpaAlgorithm.Sync hpa =
        (trust.trusted() ? trustedHpa : userHpa)
            .sync(inputs.load(), inputs.ready(), inputs.all(), state.hpa());
    int reactive = reactive(inputs.load(), inputs.all());
    RecentCounts asks = state.asks().with(reactive, SYNCS_OF_A_STEP);
    Wish wish = wish(inputs, trust, hpa, reactive, asks, state.floor());
    return new Step(
        decision(inputs, trust, hpa.wanted(), wish), new PolicyState(hpa.next(), asks, wish.floor));
  }

  /** What one of the three ways of acting wants; a floor of 0 is none. */
  private record Wish(int wanted, OptionalInt predicted, int floor, List<Reason> reasons) {}

  /** The bounds of a trusted decision: start pods up to {@code up}, remove down to {@code keep}. */
  private record Bounds(int reactive, int predicted, int up, int keep) {}

  private Wish wish(
      PolicyInputs inputs,
      Trust trust,
      HpaAlgorithm.Sync hpa,
      int reactive,
      RecentCounts asks,
      int floor) {
    if (!trust.trusted()) {
      int wanted = settings.hpa().clamp(hpa.wanted());
      List<Reason> reasons = List.of(new Reason(ReasonCode.HPA, hpa.wanted()));
      return new Wish(wanted, OptionalInt.empty(), 0, reasons);
    }
    Bounds bounds = bounds(inputs, reactive);
    if (settings.actuation() == Actuation.SCALE) {
      return scale(inputs.all(), bounds, asks.highest(SYNCS_OF_A_STEP), hpa.next().counts());
    }
    return floor(bounds, hpa.wanted(), floor);
  }

  private Bounds bounds(PolicyInputs inputs, int reactive) {
    double capacity = inputs.capacity().perPod().orElseThrow();
    DemandOutlook outlook = inputs.outlook().orElseThrow();
    double usualPods = Math.max(LEAST_USUAL_PODS, inputs.usualDemand() / capacity);
    int predicted = Newsvendor.pods(outlook.lead(), capacity, settings.kappa() * usualPods);
    int up = Math.max(reactive, predicted);
    int held = ceiling(outlook.hold().quantile(HOLD_QUANTILE) / capacity);
    return new Bounds(reactive, predicted, up, Math.max(up, held));
  }

  private Wish scale(int all, Bounds bounds, int asked, RecentCounts counts) {
    HpaSettings limits = settings.hpa();
    int keep = Math.max(bounds.keep(), asked);
    int wanted = limits.clamp(Math.min(Math.max(all, bounds.up()), keep));
    if (wanted < all) {
      wanted = limits.clamp(limits.behavior().limit(wanted, counts));
    }
    List<Reason> reasons = terms(bounds);
    if (wanted > limits.clamp(keep)) {
      reasons.add(new Reason(ReasonCode.HELD_BY_BEHAVIOR, wanted));
    } else if (wanted > limits.clamp(bounds.up())) {
      boolean byPeak = bounds.keep() >= asked;
      reasons.add(new Reason(byPeak ? ReasonCode.HELD_BY_PEAK : ReasonCode.HELD_BY_WINDOW, keep));
    }
    return new Wish(wanted, OptionalInt.of(bounds.predicted()), 0, reasons);
  }

  private Wish floor(Bounds bounds, int hpa, int previous) {
    int floor = settings.hpa().clamp(Math.min(Math.max(previous, bounds.up()), bounds.keep()));
    List<Reason> reasons = terms(bounds);
    reasons.add(new Reason(ReasonCode.FLOOR, floor));
    reasons.add(new Reason(ReasonCode.HPA, hpa));
    return new Wish(Math.max(hpa, floor), OptionalInt.of(bounds.predicted()), floor, reasons);
  }

  private ScalingDecision decision(PolicyInputs inputs, Trust trust, int hpa, Wish wish) {
    List<Reason> reasons = new ArrayList<>();
    reasons.add(trust.reason());
    if (inputs.demand().isEmpty()) {
      reasons.add(new Reason(ReasonCode.UNKNOWN_DEMAND, 0));
    }
    reasons.addAll(wish.reasons());
    if (wish.wanted() == settings.hpa().min()) {
      reasons.add(new Reason(ReasonCode.AT_MIN, wish.wanted()));
    }
    if (wish.wanted() == settings.hpa().max()) {
      reasons.add(new Reason(ReasonCode.AT_MAX, wish.wanted()));
    }
    OptionalInt floor = wish.floor() > 0 ? OptionalInt.of(wish.floor()) : OptionalInt.empty();
    double target = settings.targetInForce(trust.trusted());
    return new ScalingDecision(
        inputs, wish.wanted(), hpa, target, wish.predicted(), floor, reasons);
  }

  private static List<Reason> terms(Bounds bounds) {
    List<Reason> reasons = new ArrayList<>();
    reasons.add(new Reason(ReasonCode.REACTIVE, bounds.reactive()));
    reasons.add(new Reason(ReasonCode.PREDICTED, bounds.predicted()));
    return reasons;
  }

  private int reactive(OptionalDouble load, int all) {
    return load.isEmpty() ? all : ceiling(load.getAsDouble() / settings.trustedTarget());
  }

  private static int ceiling(double pods) {
    return (int) Math.ceil(pods - ROUNDING);
  }
}
