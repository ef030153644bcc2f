package io.tidewatch.serving.forecast;

import io.tidewatch.domain.Forecast;
import io.tidewatch.domain.WorkloadSpec;
import io.tidewatch.policy.Actuation;
import io.tidewatch.policy.Behavior;
import io.tidewatch.policy.Capacity;
import io.tidewatch.policy.CapacityEstimator;
import io.tidewatch.policy.DemandOutlook;
import io.tidewatch.policy.HpaSettings;
import io.tidewatch.policy.PolicyInputs;
import io.tidewatch.policy.PolicySettings;
import io.tidewatch.policy.PolicyState;
import io.tidewatch.policy.Profile;
import io.tidewatch.policy.ScalingDecision;
import io.tidewatch.policy.ScalingPolicy;
import io.tidewatch.policy.Trust;
import io.tidewatch.serving.window.DemandWindow;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Asks the scaling policy of one workload, once per step, and remembers what the policy has to. It
 * decides as the controller would with a floor (and the trusted target, where the catalogue allows
 * one) beside the user's HPA. Not safe for several threads.
 */
public final class Advisor {
  private static final int SYNCS_PER_STEP = 60 / Behavior.SYNC_SECONDS;
  private static final int STEPS_PER_ESTIMATE = 1_440;

  private final WorkloadSpec spec;
  private final ScalingPolicy policy;
  private Optional<PolicyState> state = Optional.empty();
  private Capacity capacity = Capacity.unknown();
  private long estimatedAt = Long.MIN_VALUE;

  /** An advisor that has watched nothing yet. */
  public Advisor(WorkloadSpec spec) {
    this.spec = spec;
    this.policy = new ScalingPolicy(settings(spec));
  }

  /** What is known about the workload at one step. */
  public record Situation(
      DemandWindow window, OptionalInt ready, double usualDemand, Forecast forecast, Trust trust) {}

  /** The advice at one step. */
  public Advice advise(Situation now) {
    if (now.ready().isEmpty()) {
      return new Advice.Impossible(whyUnknown());
    }
    int ready = now.ready().getAsInt();
    PolicyInputs inputs =
        new PolicyInputs(
            now.window().value(now.window().head()),
            ready,
            ready,
            capacity(now.window()),
            now.usualDemand(),
            now.trust(),
            Optional.of(outlook(now.forecast())));
    return new Advice.Given(decide(inputs));
  }

  /** Steps that pods started now must cover; one step is a nominal minute. */
  public static int leadSteps(WorkloadSpec spec) {
    return Math.floorDiv(spec.leadTimeSeconds() + 59, 60);
  }

  /** The HPA looks every 15 nominal seconds; between two steps it sees the same. */
  private ScalingDecision decide(PolicyInputs inputs) {
    ScalingPolicy.Step step =
        policy.decide(inputs, state.orElseGet(() -> PolicyState.starting(inputs.ready())));
    for (int sync = 1; sync < SYNCS_PER_STEP; sync++) {
      step = policy.decide(inputs, step.next());
    }
    state = Optional.of(step.next());
    return step.decision();
  }

  private Capacity capacity(DemandWindow window) {
    boolean old = window.head() - STEPS_PER_ESTIMATE >= estimatedAt;
    if (old || capacity.origin() == Capacity.Origin.UNKNOWN) {
      boolean given = spec.capacity().isPresent();
      double[] history = given ? new double[0] : window.series().toArray();
      capacity = CapacityEstimator.estimate(spec.capacity(), history);
      estimatedAt = window.head();
    }
    return capacity;
  }

  private DemandOutlook outlook(Forecast forecast) {
    return DemandOutlook.of(List.of(forecast.peak()), leadSteps(spec));
  }

  private String whyUnknown() {
    return spec.readyReplicas()
        .map(query -> "the query " + query + " has no recent value for it")
        .orElse("the catalogue names no readyReplicas query for it");
  }

  private static PolicySettings settings(WorkloadSpec spec) {
    HpaSettings hpa =
        new HpaSettings(
            spec.target(),
            spec.minReplicas(),
            spec.maxReplicas(),
            HpaSettings.Metric.REQUESTS,
            Behavior.defaults());
    OptionalDouble trusted = spec.trustedTarget();
    return new PolicySettings(
        hpa,
        trusted.isPresent() ? Actuation.FLOOR_AND_TARGET : Actuation.FLOOR,
        trusted.orElse(Math.max(spec.target(), Profile.CAREFUL.trustedTarget())),
        spec.priceFactor() * PolicySettings.defaultKappa(spec.leadTimeSeconds()));
  }
}
