package io.tidewatch.operator.crd;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** PredictiveScalers as a user would write them. */
public final class TestingScalers {
  static final Instant T0 = Instant.parse("2026-11-24T12:00:00Z");
  static final Set<String> METRICS = Set.of("request_rate", "ready_replicas", "jobs");
  static final CatalogueText BASE = CatalogueText.of(CatalogueText.BUILT_IN, "built in");

  private TestingScalers() {}

  /** One in the namespace shop, of that name and spec. */
  public static ScalerObject of(String name, String spec) {
    return of("shop", name, spec);
  }

  /** One in any namespace. */
  public static ScalerObject of(String namespace, String name, String spec) {
    return ScalerReader.read(resource(namespace, name, spec));
  }

  static GenericKubernetesResource resource(String name, String spec) {
    return resource("shop", name, spec);
  }

  private static GenericKubernetesResource resource(String namespace, String name, String spec) {
    String yaml =
        """
        apiVersion: tidewatch.io/v1alpha1
        kind: PredictiveScaler
        metadata:
          namespace: %s
          name: %s
          uid: uid-of-%s
          generation: 3
          creationTimestamp: 2026-11-01T00:00:00Z
        spec:
        %s
        """
            .formatted(namespace, name, name, spec.strip().indent(2));
    return new KubernetesSerialization().unmarshal(yaml, GenericKubernetesResource.class);
  }

  /** One that says no more than it must. */
  public static ScalerObject minimal(String name) {
    return of(name, "scaleTargetRef: {name: " + name + "}\nmaxReplicas: 10\n");
  }

  static ScalerEntry entry(ScalerObject object) {
    return entry(object, T0);
  }

  static ScalerEntry entry(ScalerObject object, Instant now) {
    return ScalerPlans.of(List.of(object), key -> found(), METRICS, now).entries().get(0);
  }

  /** What the loop makes of these, all targets being there. */
  public static ScalerPlans plans(ScalerObject... objects) {
    return ScalerPlans.of(List.of(objects), key -> found(), METRICS, T0);
  }

  static TargetSight found() {
    return TargetSight.found(Optional.of(new TargetSight.Requests(0.5, 2)));
  }
}
