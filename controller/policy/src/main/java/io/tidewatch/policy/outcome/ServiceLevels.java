package io.tidewatch.policy.outcome;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What users may expect; a level that is empty was not promised.
 *
 * <pre>
 *   violated  a promised level is known and exceeded
 *   met       every promised level is known and kept
 *   unknown   else; above all where nothing is promised or nothing was measured
 * </pre>
 *
 * @param latency the highest 95th percentile, in seconds
 * @param errorShare the highest share (0..1) of failed requests
 */
public record ServiceLevels(OptionalDouble latency, OptionalDouble errorShare) {
  public ServiceLevels {
    Objects.requireNonNull(latency, "latency");
    Objects.requireNonNull(errorShare, "errorShare");
  }

  /** Where nothing is promised. */
  public static ServiceLevels none() {
    return new ServiceLevels(OptionalDouble.empty(), OptionalDouble.empty());
  }

  /** Whether anything is promised. */
  public boolean any() {
    return latency.isPresent() || errorShare.isPresent();
  }

  /**
   * Compares with what was measured.
   *
   * @param measuredLatency in seconds
   * @param errors failed requests per second
   * @param requests all requests per second
   */
  public Service judge(
      OptionalDouble measuredLatency, OptionalDouble errors, OptionalDouble requests) {
    Service slow = judge(latency, measuredLatency);
    Service failing = judge(errorShare, share(errors, requests));
    if (slow == Service.VIOLATED || failing == Service.VIOLATED) {
      return Service.VIOLATED;
    }
    boolean allKnown =
        (latency.isEmpty() || slow == Service.MET)
            && (errorShare.isEmpty() || failing == Service.MET);
    return any() && allKnown ? Service.MET : Service.UNKNOWN;
  }

  private static Service judge(OptionalDouble promised, OptionalDouble measured) {
    if (promised.isEmpty() || measured.isEmpty() || !Double.isFinite(measured.getAsDouble())) {
      return Service.UNKNOWN;
    }
    return measured.getAsDouble() > promised.getAsDouble() ? Service.VIOLATED : Service.MET;
  }

  // Without requests there is no share of them that has failed.
  private static OptionalDouble share(OptionalDouble errors, OptionalDouble requests) {
    if (errors.isEmpty() || requests.isEmpty() || !(requests.getAsDouble() > 0)) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(errors.getAsDouble() / requests.getAsDouble());
  }
}
