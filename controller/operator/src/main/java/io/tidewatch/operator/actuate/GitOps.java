package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/** Knows the objects that a tool keeps as they are in a repository, by the marks it leaves. */
final class GitOps {
  private static final Map<String, String> MARKS =
      Map.of(
          "argocd.argoproj.io/tracking-id", "Argo CD",
          "argocd.argoproj.io/instance", "Argo CD",
          "kustomize.toolkit.fluxcd.io/name", "Flux",
          "helm.toolkit.fluxcd.io/name", "Flux");
  private static final Map<String, String> MANAGERS =
      Map.of(
          "argocd-controller", "Argo CD",
          "argocd-application-controller", "Argo CD",
          "kustomize-controller", "Flux",
          "helm-controller", "Flux");

  private GitOps() {}

  static Optional<String> keeperOf(JsonNode metadata) {
    for (Map.Entry<String, String> mark : MARKS.entrySet()) {
      if (metadata.path("annotations").has(mark.getKey())
          || metadata.path("labels").has(mark.getKey())) {
        return Optional.of(mark.getValue());
      }
    }
    return Wire.items(metadata.path("managedFields"))
        .map(entry -> MANAGERS.get(entry.path("manager").asText()))
        .filter(java.util.Objects::nonNull)
        .findFirst();
  }
}
