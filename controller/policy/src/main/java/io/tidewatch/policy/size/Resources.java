package io.tidewatch.policy.size;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Requests and limits of a container: cores and bytes; empty where none is set.
 *
 * <p>A limit without a request is the request too, as the API server has it.
 */
public record Resources(
    OptionalDouble cpuRequest,
    OptionalDouble cpuLimit,
    OptionalDouble memoryRequest,
    OptionalDouble memoryLimit) {
  public Resources {
    Objects.requireNonNull(cpuLimit, "cpuLimit");
    Objects.requireNonNull(memoryLimit, "memoryLimit");
    cpuRequest = cpuRequest.isPresent() ? cpuRequest : cpuLimit;
    memoryRequest = memoryRequest.isPresent() ? memoryRequest : memoryLimit;
    requireOrder("CPU", cpuRequest, cpuLimit);
    requireOrder("memory", memoryRequest, memoryLimit);
  }

  /** Kubernetes' quality of service classes, which decide who is evicted first. */
  public enum Qos {
    GUARANTEED,
    BURSTABLE,
    BEST_EFFORT
  }

  /** Nothing set. */
  public static Resources none() {
    OptionalDouble none = OptionalDouble.empty();
    return new Resources(none, none, none, none);
  }

  /** The class of a pod of containers like this one. */
  public Qos qos() {
    if (cpuRequest.isEmpty() && memoryRequest.isEmpty()) {
      return Qos.BEST_EFFORT;
    }
    boolean guaranteed =
        cpuLimit.isPresent()
            && memoryLimit.isPresent()
            && cpuLimit.equals(cpuRequest)
            && memoryLimit.equals(memoryRequest);
    return guaranteed ? Qos.GUARANTEED : Qos.BURSTABLE;
  }

  private static void requireOrder(String what, OptionalDouble request, OptionalDouble limit) {
    requirePositive(what, request);
    requirePositive(what, limit);
    if (limit.isPresent() && limit.getAsDouble() < request.getAsDouble()) {
      throw new IllegalArgumentException(
          "the limit of " + what + " is below its request: " + limit + ", " + request);
    }
  }

  private static void requirePositive(String what, OptionalDouble value) {
    if (value.isPresent() && !(value.getAsDouble() > 0 && Double.isFinite(value.getAsDouble()))) {
      throw new IllegalArgumentException(what + " must be above 0: " + value.getAsDouble());
    }
  }
}
