package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Knows the objects that a tool keeps as they are in a repository, by the marks it leaves. */
final class GitOps {
  private static final Map<String, String> MARKS =
      Map.of(
          "argocd.argoproj.io/", "Argo CD",
          "kustomize.toolkit.fluxcd.io/", "Flux",
          "helm.toolkit.fluxcd.io/", "Flux");
  private static final Map<String, String> MANAGERS =
      Map.of(
          "argocd-controller", "Argo CD",
          "argocd-application-controller", "Argo CD",
          "kustomize-controller", "Flux",
          "helm-controller", "Flux");

  private GitOps() {}

  static Optional<String> keeperOf(JsonNode metadata) {
    Optional<String> marked =
        Stream.of("annotations", "labels")
            .flatMap(where -> metadata.path(where).properties().stream())
            .flatMap(note -> keeper(note.getKey()).stream())
            .findFirst();
    if (marked.isPresent()) {
      return marked;
    }
    return Wire.items(metadata.path("managedFields"))
        .map(entry -> MANAGERS.get(entry.path("manager").asText()))
        .filter(java.util.Objects::nonNull)
        .findFirst();
  }

  private static Optional<String> keeper(String note) {
    return MARKS.entrySet().stream()
        .filter(mark -> note.startsWith(mark.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
