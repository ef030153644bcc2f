package io.tidewatch.policy.simulate;

import io.tidewatch.policy.Actuation;
import io.tidewatch.policy.Capacity;
import io.tidewatch.policy.PolicyInputs;
import io.tidewatch.policy.PolicySettings;
import io.tidewatch.policy.PolicyState;
import io.tidewatch.policy.ScalingPolicy;
import java.util.OptionalDouble;

/** The product's own {@link ScalingPolicy}, fed with forecasts that were made beforehand. */
final class TidewatchPolicy implements Policy {
  private final String name;
  private final PolicySettings settings;
  private final ScalingPolicy policy;
  private final Capacity capacity;
  private final double usualDemand;
  private final ForecastTimeline timeline;
  private PolicyState state;

  /**
   * Our policy in a replay.
   *
   * @param capacity what the policy believes of a pod, right or wrong
   * @param usualDemand mean demand of the history
   */
  TidewatchPolicy(
      String name,
      PolicySettings settings,
      Capacity capacity,
      double usualDemand,
      ForecastTimeline timeline) {
    this.name = name;
    this.settings = settings;
    this.policy = new ScalingPolicy(settings);
    this.capacity = capacity;
    this.usualDemand = usualDemand;
    this.timeline = timeline;
  }

  @Override
  public String name() {
    return name;
  }

  /** The first recommendation: beside an HPA what that has settled on, else the bare minimum's. */
  @Override
  public int start(double demand) {
    double perPod = capacity.perPod().orElseThrow();
    boolean alone = settings.actuation() == Actuation.SCALE && timeline.trust(0).trusted();
    int before = alone ? settings.hpa().min() : HpaPolicy.start(settings.hpa(), demand, perPod);
    state = PolicyState.starting(before);
    int start = decide(new StepView(0, before, before, demand));
    state = PolicyState.starting(start);
    return start;
  }

  @Override
  public int decide(StepView view) {
    int minute = view.forecastMinute();
    PolicyInputs inputs =
        new PolicyInputs(
            OptionalDouble.of(view.demand()),
            view.ready(),
            view.all(),
            capacity,
            usualDemand,
            timeline.trust(minute),
            timeline.outlook(minute));
    ScalingPolicy.Step step = policy.decide(inputs, state);
    state = step.next();
    return step.decision().wanted();
  }
}
