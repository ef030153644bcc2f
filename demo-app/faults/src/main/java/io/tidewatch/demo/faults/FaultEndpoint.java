package io.tidewatch.demo.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The fault page of a pod, reached through the API server, so that no way to the pod is needed. */
final class FaultEndpoint {
  /** The backend's management port. */
  static final int PORT = 8081;

  private final Cluster cluster;
  private final String pod;
  private final String path;

  FaultEndpoint(Cluster cluster, String pod) {
    this.cluster = cluster;
    this.pod = pod;
    path =
        "/api/v1/namespaces/%s/pods/%s:%d/proxy/faults".formatted(cluster.namespace(), pod, PORT);
  }

  /** The fault of that name, if it is in force. */
  Optional<JsonNode> active(String name) {
    return named(name, cluster.demand(pod, "get", "--raw", path));
  }

  /** The same; empty too if the pod does not answer. */
  Optional<JsonNode> activeIfReachable(String name) {
    KubectlAnswer answer = cluster.ask("", "get", "--raw", path);
    return answer.ok() ? named(name, answer.out()) : Optional.empty();
  }

  /** The names of those in force; none if the pod does not answer. */
  List<String> namesIfReachable() {
    KubectlAnswer answer = cluster.ask("", "get", "--raw", path);
    List<String> names = new ArrayList<>();
    if (answer.ok()) {
      Json.parse(answer.out())
          .path("active")
          .forEach(fault -> names.add(fault.path("name").asText()));
    }
    return names;
  }

  /** Lets a fault begin, and answers what the pod says of it. */
  JsonNode order(ObjectNode body) {
    cluster.demandWith(body.toString(), pod, "create", "--raw", path, "-f", "-");
    // a leak may have killed the pod by now
    return activeIfReachable(body.path("name").asText()).orElse(body);
  }

  void clear() {
    cluster.demand(pod, "delete", "--raw", path);
  }

  private static Optional<JsonNode> named(String name, String document) {
    for (JsonNode fault : Json.parse(document).path("active")) {
      if (fault.path("name").asText().equals(name)) {
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }
}
