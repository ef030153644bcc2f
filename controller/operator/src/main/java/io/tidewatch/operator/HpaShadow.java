package io.tidewatch.operator;

import io.tidewatch.policy.HpaAlgorithm;
import io.tidewatch.policy.HpaSettings;
import io.tidewatch.policy.HpaState;
import java.util.OptionalDouble;

/**
 * One sync of the HPA as its user wrote it, on the same demand but on its own virtual pods: the
 * counterfactual.
 *
 * @param load demand in pods' worth of capacity; empty when unknown
 * @param ready its pods that serve
 * @param all its ready and starting pods
 * @param wanted what it asks for
 */
public record HpaShadow(
    HpaSettings settings, HpaState state, OptionalDouble load, int ready, int all, int wanted) {
  /** What it has to remember, computed anew. */
  HpaState next() {
    return sync().next();
  }

  static HpaShadow sync(
      HpaSettings settings, HpaState state, OptionalDouble load, VirtualPods pods) {
    HpaShadow asked = new HpaShadow(settings, state, load, pods.ready(), pods.all(), 0);
    return new HpaShadow(settings, state, load, pods.ready(), pods.all(), asked.sync().wanted());
  }

  HpaAlgorithm.Sync sync() {
    return new HpaAlgorithm(settings).sync(load, ready, all, state);
  }
}
