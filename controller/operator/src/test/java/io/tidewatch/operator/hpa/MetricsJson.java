package io.tidewatch.operator.hpa;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.operator.hpa.MetricsServer.Answer;
import io.tidewatch.policy.HpaInputs.Reading;
import io.tidewatch.policy.HpaMetric;
import java.util.Map;
import java.util.Optional;

/** What the metrics APIs say on the wire. */
final class MetricsJson {
  static final String POD_METRIC = "http_requests_per_second";
  static final String OTHER_POD_METRIC = "queue_length";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private MetricsJson() {}

  /** The resources of one of the two API groups; anything else is not found. */
  static Answer discovery(String path) {
    if (path.equals("/apis/metrics.k8s.io/v1beta1")) {
      return resources("metrics.k8s.io/v1beta1", Map.of("pods", "PodMetrics"));
    }
    if (path.equals("/apis/custom.metrics.k8s.io/v1beta2")) {
      return resources(
          "custom.metrics.k8s.io/v1beta2",
          Map.of(
              "pods/" + POD_METRIC,
              "MetricValueList",
              "pods/" + OTHER_POD_METRIC,
              "MetricValueList"));
    }
    return failure(404, "NotFound");
  }

  private static Answer resources(String version, Map<String, String> kinds) {
    ObjectNode list = MAPPER.createObjectNode().put("kind", "APIResourceList");
    list.put("apiVersion", "v1").put("groupVersion", version);
    ArrayNode resources = list.putArray("resources");
    kinds.forEach(
        (name, kind) -> {
          ObjectNode resource = resources.addObject().put("name", name).put("singularName", "");
          resource.put("namespaced", true).put("kind", kind).putArray("verbs").add("get");
        });
    return new Answer(200, list.toString());
  }

  /** A failure that is not retried, or for every other question a list of nothing. */
  static Answer of(
      HpaMetric metric, Optional<Map<String, Reading>> reading, String namespace, boolean silent) {
    if (reading.isEmpty() && !silent) {
      return failure(500, "InternalError");
    }
    boolean custom = metric.kind() == HpaMetric.Kind.PODS_AVERAGE;
    ObjectNode list = MAPPER.createObjectNode();
    list.put("kind", custom ? "MetricValueList" : "PodMetricsList");
    list.put("apiVersion", custom ? "custom.metrics.k8s.io/v1beta2" : "metrics.k8s.io/v1beta1");
    list.putObject("metadata");
    ArrayNode items = list.putArray("items");
    reading
        .orElse(Map.of())
        .forEach(
            (pod, value) -> {
              if (custom) {
                custom(items.addObject(), pod, value, metric.name(), namespace);
              } else {
                resource(items.addObject(), pod, value, metric.name(), namespace);
              }
            });
    return new Answer(200, list.toString());
  }

  private static void resource(
      ObjectNode item, String pod, Reading reading, String resource, String namespace) {
    item.putObject("metadata").put("name", pod).put("namespace", namespace);
    item.put("timestamp", reading.at().toString())
        .put("window", reading.window().toSeconds() + "s");
    ObjectNode container = item.putArray("containers").addObject().put("name", "main");
    container.putObject("usage").put(resource, reading.value() + "m");
  }

  private static void custom(
      ObjectNode item, String pod, Reading reading, String metric, String namespace) {
    item.putObject("describedObject")
        .put("kind", "Pod")
        .put("namespace", namespace)
        .put("name", pod)
        .put("apiVersion", "/v1");
    item.putObject("metric").put("name", metric);
    item.put("timestamp", reading.at().toString());
    item.put("windowSeconds", reading.window().toSeconds()).put("value", reading.value() + "m");
  }

  private static Answer failure(int code, String reason) {
    ObjectNode status = MAPPER.createObjectNode().put("kind", "Status").put("apiVersion", "v1");
    status.put("status", "Failure").put("reason", reason).put("code", code);
    status.put("message", "the scenario says so");
    return new Answer(code, status.toString());
  }
}
