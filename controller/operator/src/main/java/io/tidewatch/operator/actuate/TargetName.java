package io.tidewatch.operator.actuate;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Where the target of a scaler is, in Kubernetes' words. */
public record TargetName(String namespace, String apiVersion, String kind, String name) {
  private static final Map<String, String> BUILT_IN =
      Map.of(
          "Deployment", "deployments", "StatefulSet", "statefulsets", "ReplicaSet", "replicasets");

  public TargetName {
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(apiVersion, "apiVersion");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
  }

  /** The collection's name, where it is known without asking. */
  Optional<String> plural() {
    return apiVersion.equals("apps/v1")
        ? Optional.ofNullable(BUILT_IN.get(kind))
        : Optional.empty();
  }

  String groupPath() {
    return (apiVersion.contains("/") ? "/apis/" : "/api/") + apiVersion;
  }

  String path(String plural) {
    return "%s/namespaces/%s/%s/%s".formatted(groupPath(), namespace, plural, name);
  }

  String group() {
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }

  @Override
  public String toString() {
    return kind + " " + namespace + "/" + name;
  }
}
