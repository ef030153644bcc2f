package io.tidewatch.operator.hpa;

import io.tidewatch.policy.HpaInputs.Reading;
import io.tidewatch.policy.HpaPod;
import io.tidewatch.policy.HpaSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the cluster looks like when the HPA's next sync comes.
 *
 * @param replicas what somebody else scales the target to beforehand
 * @param readings one answer of the metrics API per metric; empty is a failure
 */
record Stage(
    HpaSpec spec,
    OptionalInt replicas,
    List<HpaPod> pods,
    List<Optional<Map<String, Reading>>> readings) {
  Stage {
    pods = List.copyOf(pods);
    readings = List.copyOf(readings);
  }

  static Stage of(HpaSpec spec, List<HpaPod> pods, Map<String, Reading> reading) {
    return new Stage(spec, OptionalInt.empty(), pods, List.of(Optional.of(reading)));
  }

  static Stage failing(HpaSpec spec, List<HpaPod> pods) {
    return new Stage(spec, OptionalInt.empty(), pods, List.of(Optional.empty()));
  }

  Stage scaledTo(int count) {
    return new Stage(spec, OptionalInt.of(count), pods, readings);
  }

  /** Whether the controller settles this sync without asking for a metric. */
  boolean decidedByBounds(int current) {
    int count = replicas.orElse(current);
    return count < spec.min() || count > spec.max();
  }
}
