package io.tidewatch.serving.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.domain.Series;
import io.tidewatch.policy.size.Jvm;
import io.tidewatch.policy.size.Resources;
import io.tidewatch.policy.size.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What {@code POST /optimize/resources} was asked.
 *
 * @param workload its name; empty for the only one there is
 * @param history per container the usage of its pods, from step 0 on; empty if none was sent
 * @param current what the container asks for now, if that was sent
 * @param jvm what was sent of its Java machine
 */
record OptimizeRequest(
    String workload, Map<String, List<Usage>> history, Optional<Resources> current, Jvm jvm) {
  private static final Set<String> KEYS = Set.of("workload", "history", "current", "jvm");
  private static final Set<String> OF_A_POD =
      Set.of("container", "cpu", "memory", "memory_request", "oom_kills");
  private static final Set<String> OF_RESOURCES =
      Set.of("cpu_request", "cpu_limit", "memory_request", "memory_limit");
  private static final Set<String> OF_A_JVM = Set.of("max_heap", "live_heap");
  private static final int MOST_STEPS = 50_000;

  /** Nothing but the workload, or not even that. */
  static OptimizeRequest of(String workload) {
    return new OptimizeRequest(workload, Map.of(), Optional.empty(), Jvm.none());
  }

  /** Reads a document. */
  static OptimizeRequest of(JsonNode root, JsonBody body) {
    return new Reader(body).read(root);
  }

  /** The last step of the history. */
  long last() {
    return history.values().stream()
            .flatMap(List::stream)
            .mapToInt(pod -> Math.max(pod.cpu().length(), pod.memory().length()))
            .max()
            .orElse(1)
        - 1L;
  }

  /** Reads, and refuses with what is wrong. */
  private record Reader(JsonBody body) {
    OptimizeRequest read(JsonNode root) {
      requireKeys(root, "it", KEYS);
      JsonNode workload = root.path("workload");
      if (!workload.isMissingNode() && (!workload.isTextual() || workload.asText().isEmpty())) {
        throw body.malformed("\"workload\" is not a text namespace/name");
      }
      Map<String, List<Usage>> history = history(root.path("history"));
      boolean single = history.size() == 1;
      if (!single && (root.has("current") || root.has("jvm"))) {
        throw body.malformed("\"current\" and \"jvm\" need a \"history\" of one container");
      }
      return new OptimizeRequest(
          workload.asText(""), history, current(root.path("current")), jvm(root.path("jvm")));
    }

    private Map<String, List<Usage>> history(JsonNode pods) {
      Map<String, List<Usage>> history = new LinkedHashMap<>();
      if (pods.isMissingNode()) {
        return history;
      }
      if (!pods.isArray() || pods.isEmpty()) {
        throw body.malformed("\"history\" must be a list of at least one pod");
      }
      for (JsonNode pod : pods) {
        requireKeys(pod, "an entry of \"history\"", OF_A_POD);
        JsonNode container = pod.path("container");
        if (!container.isMissingNode() && !container.isTextual()) {
          throw body.malformed("\"container\" is not a text");
        }
        Usage usage =
            new Usage(
                series(pod, "cpu"),
                series(pod, "memory"),
                series(pod, "memory_request"),
                series(pod, "oom_kills"));
        history.computeIfAbsent(container.asText("*"), any -> new ArrayList<>()).add(usage);
      }
      return history;
    }

    private Series series(JsonNode pod, String key) {
      JsonNode values = pod.path(key);
      if (values.isMissingNode()) {
        return Series.of(0);
      }
      if (!values.isArray() || values.size() > MOST_STEPS) {
        throw body.malformed(
            "\"%s\" must be a list of at most %d numbers, null where one is unknown"
                .formatted(key, MOST_STEPS));
      }
      double[] series = new double[values.size()];
      for (int i = 0; i < series.length; i++) {
        series[i] = values.get(i).isNull() ? Double.NaN : number(values.get(i), key);
      }
      return Series.of(0, series);
    }

    private Optional<Resources> current(JsonNode current) {
      if (current.isMissingNode()) {
        return Optional.empty();
      }
      requireKeys(current, "\"current\"", OF_RESOURCES);
      try {
        return Optional.of(
            new Resources(
                value(current, "cpu_request"),
                value(current, "cpu_limit"),
                value(current, "memory_request"),
                value(current, "memory_limit")));
      } catch (IllegalArgumentException wrong) {
        throw body.malformed("\"current\": " + wrong.getMessage());
      }
    }

    private Jvm jvm(JsonNode jvm) {
      if (jvm.isMissingNode()) {
        return Jvm.none();
      }
      requireKeys(jvm, "\"jvm\"", OF_A_JVM);
      return new Jvm(value(jvm, "max_heap"), value(jvm, "live_heap"));
    }

    private OptionalDouble value(JsonNode node, String key) {
      if (!node.has(key)) {
        return OptionalDouble.empty();
      }
      double value = number(node.get(key), key);
      if (value <= 0) {
        throw body.malformed("\"" + key + "\" must be above 0");
      }
      return OptionalDouble.of(value);
    }

    private double number(JsonNode node, String key) {
      double value = node.asDouble();
      if (!node.isNumber() || !Double.isFinite(value) || value < 0) {
        throw body.malformed("\"" + key + "\" holds " + node + ", which is no finite number >= 0");
      }
      return value;
    }

    private void requireKeys(JsonNode node, String what, Set<String> allowed) {
      if (!node.isObject()) {
        throw body.malformed(what + " must be an object");
      }
      node.fieldNames()
          .forEachRemaining(
              name -> {
                if (!allowed.contains(name)) {
                  throw body.malformed(what + " has the key \"" + name + "\", which is not known");
                }
              });
    }
  }
}
