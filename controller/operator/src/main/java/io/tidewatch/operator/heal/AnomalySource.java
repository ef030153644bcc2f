package io.tidewatch.operator.heal;

import io.tidewatch.domain.WorkloadId;
import io.tidewatch.policy.heal.Strangeness;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Who says how strange pods are. */
interface AnomalySource {
  /**
   * What was said about a workload.
   *
   * @param pods by name; those that are missing are unknown
   * @param trouble why nothing is known
   */
  record Said(Map<String, Strangeness> pods, Optional<String> trouble) {
    public Said {
      pods = Map.copyOf(pods);
      Objects.requireNonNull(trouble, "trouble");
    }

    static Said nothing(String why) {
      return new Said(Map.of(), Optional.of(why));
    }
  }

  Said about(WorkloadId workload);
}
