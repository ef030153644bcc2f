package io.tidewatch.operator.crd;

import io.tidewatch.operator.crd.spec.PredictiveScalerSpec;
import io.tidewatch.operator.crd.spec.TargetRef;
import io.tidewatch.operator.crd.status.PredictiveScalerStatus;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One PredictiveScaler as the API server has it.
 *
 * @param spec what it says; empty when that cannot be read
 * @param unreadable why not
 * @param status what a controller wrote last
 * @param paused whether its annotation asks to hold still
 * @param scaleInPaused whether its annotation asks to remove no pod
 */
public record ScalerObject(
    String namespace,
    String name,
    String uid,
    long generation,
    Instant created,
    boolean paused,
    boolean scaleInPaused,
    Optional<PredictiveScalerSpec> spec,
    Optional<String> unreadable,
    Optional<PredictiveScalerStatus> status) {
  /** On a PredictiveScaler: hold still, whatever the spec allows. */
  public static final String PAUSED = "tidewatch.io/paused";

  /** On a PredictiveScaler: nothing that removes pods; floors go on. */
  public static final String SCALE_IN_PAUSED = "tidewatch.io/paused-scale-in";

  public ScalerObject {
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(uid, "uid");
    Objects.requireNonNull(created, "created");
    Objects.requireNonNull(status, "status");
    if (spec.isPresent() == unreadable.isPresent()) {
      throw new IllegalArgumentException("a spec is read, or there is a reason why not");
    }
  }

  /** Its target, as far as the spec names one. */
  public Optional<TargetKey> target() {
    return spec.map(PredictiveScalerSpec::scaleTargetRef)
        .filter(ref -> ref.name() != null && !ref.name().isBlank())
        .map(ref -> new TargetKey(namespace, apiVersion(ref), kind(ref), ref.name()));
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }

  private static String apiVersion(TargetRef ref) {
    return ref.apiVersion() == null ? "apps/v1" : ref.apiVersion();
  }

  private static String kind(TargetRef ref) {
    return ref.kind() == null ? "Deployment" : ref.kind();
  }
}
