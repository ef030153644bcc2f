package io.tidewatch.policy.simulate;

import io.tidewatch.policy.HpaAlgorithm;
import io.tidewatch.policy.HpaSettings;
import io.tidewatch.policy.HpaState;
import java.util.OptionalDouble;
import java.util.function.IntUnaryOperator;

/** An HPA, alone or with a second metric that asks for a number of pods of its own. */
final class HpaPolicy implements Policy {
  private final String name;
  private final HpaSettings settings;
  private final HpaAlgorithm algorithm;
  private final double capacity;
  private final IntUnaryOperator otherMetric;
  private HpaState state;

  HpaPolicy(String name, HpaSettings settings, double capacity, IntUnaryOperator otherMetric) {
    this.name = name;
    this.settings = settings;
    this.algorithm = new HpaAlgorithm(settings);
    this.capacity = capacity;
    this.otherMetric = otherMetric;
  }

  /** Pods that an HPA with these settings has settled on at {@code demand}. */
  static int start(HpaSettings settings, double demand, double capacity) {
    return settings.clamp((int) Math.ceil(demand / (capacity * settings.target())));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int start(double demand) {
    int start = start(settings, demand, capacity);
    state = HpaState.starting(start);
    return start;
  }

  @Override
  public int decide(StepView view) {
    OptionalDouble load = OptionalDouble.of(view.demand() / capacity);
    int other = otherMetric.applyAsInt(view.minute());
    HpaAlgorithm.Sync sync = algorithm.sync(load, other, view.ready(), view.all(), state);
    state = sync.next();
    return sync.wanted();
  }
}
