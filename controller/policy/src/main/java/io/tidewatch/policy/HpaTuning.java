package io.tidewatch.policy;

import java.time.Duration;
import java.util.Objects;

/**
 * The flags {@code --horizontal-pod-autoscaler-…} of a controller manager that decide.
 *
 * @param cpuInitialization how long a starting pod's CPU is doubted
 * @param readinessDelay how long after its start a pod may first become ready and still be new
 */
public record HpaTuning(Tolerance tolerance, Duration cpuInitialization, Duration readinessDelay) {
  public HpaTuning {
    Objects.requireNonNull(tolerance, "tolerance");
    Objects.requireNonNull(cpuInitialization, "cpuInitialization");
    Objects.requireNonNull(readinessDelay, "readinessDelay");
  }

  /** What Kubernetes has without flags: 10 %, 5 minutes, 30 s. */
  public static HpaTuning usual() {
    return new HpaTuning(Tolerance.usual(), Duration.ofMinutes(5), Duration.ofSeconds(30));
  }
}
