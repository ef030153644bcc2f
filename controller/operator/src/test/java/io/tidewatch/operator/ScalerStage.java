package io.tidewatch.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.lab.LabNamespace;
import io.tidewatch.operator.TestingServer.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** PredictiveScalers and their targets in a namespace of the lab, and what becomes of them. */
public record ScalerStage(LabNamespace namespace) {
  void install(Path crd) throws IOException {
    namespace.apply(Files.readString(crd));
    namespace.kubectl("wait", "--for=condition=Established", "crd/predictivescalers.tidewatch.io");
  }

  /** The kubeconfig of an account that may do what {@code NAME.yaml} of the test lists. */
  public Path account(String name, Path directory) throws IOException {
    namespace.apply(Files.readString(Path.of("src/test/resources", name + ".yaml")));
    String token = namespace.kubectl("create", "token", name);
    Path file = Files.copy(namespace.kubeconfig(), directory.resolve("kubeconfig"));
    String which = "--kubeconfig=" + file;
    namespace.kubectl(which, "config", "set-credentials", name, "--token=" + token.strip());
    namespace.kubectl(which, "config", "set-context", "--current", "--user=" + name);
    return file;
  }

  void deploy(String name) {
    namespace.apply(deployment(name));
  }

  static String deployment(String name) {
    return """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %s}
        spec:
          replicas: 4
          selector: {matchLabels: {app: %s}}
          template:
            metadata: {labels: {app: %s}}
            spec: {containers: [{name: main, image: none}]}
        """
        .formatted(name, name, name);
  }

  static String scaler(String name, String spec) {
    return "apiVersion: tidewatch.io/v1alpha1\nkind: PredictiveScaler\nmetadata: {name: %s}\n%s"
        .formatted(name, spec);
  }

  JsonNode await(String name, Predicate<JsonNode> met) {
    return awaitOf("psc", name, object -> met.test(object.path("status"))).path("status");
  }

  JsonNode awaitOf(String kind, String name, Predicate<JsonNode> met) {
    JsonNode[] last = new JsonNode[1];
    try {
      Awaitility.await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(300))
          .atMost(Duration.ofSeconds(45))
          .until(() -> met.test(last[0] = object(kind, name)));
    } catch (ConditionTimeoutException late) {
      throw new AssertionError(kind + " " + name + " is " + last[0], late);
    }
    return last[0];
  }

  JsonNode status(String name) {
    return object("psc", name).path("status");
  }

  JsonNode object(String kind, String name) {
    try {
      return Json.parse(namespace.kubectl("get", kind, name, "-o", "json"));
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
  }

  static String reason(JsonNode status, String type) {
    for (JsonNode condition : status.path("conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition.path("reason").asText();
      }
    }
    return "";
  }

  static String series(String namespace, String label, String name, String value) {
    return "{\"metric\":{\"namespace\":\"%s\",\"%s\":\"%s\"},\"value\":[1795478400,\"%s\"]}"
        .formatted(namespace, label, name, value);
  }

  static Said vector(String... series) {
    return Said.json(
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
            + String.join(",", series)
            + "]}}");
  }
}
