package io.tidewatch.policy.heal;

import java.util.List;

/**
 * What is known of one workload at one step.
 *
 * @param step the step that all pods were looked at
 * @param pods all but those that are on their way out
 * @param restarts the steps of this workload's restarts, as far back as a day
 * @param clusterRestarts how many restarts the whole cluster has seen within a day
 */
public record WorkloadReading(
    long step, List<PodReading> pods, List<Long> restarts, int clusterRestarts) {
  public WorkloadReading {
    pods = List.copyOf(pods);
    restarts = List.copyOf(restarts);
  }
}
