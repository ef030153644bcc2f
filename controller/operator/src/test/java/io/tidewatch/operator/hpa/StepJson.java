package io.tidewatch.operator.hpa;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.policy.HpaInputs;
import io.tidewatch.policy.HpaInputs.Reading;
import io.tidewatch.policy.HpaPod;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A recorded sync as one line of JSON. Times of pods and readings are epoch seconds, as Kubernetes
 * has them; a reading is {@code [pod, thousandths, end, window]}. Spec and pods are left out where
 * they are those of the line before, a pod's requests where they are the usual ones.
 */
final class StepJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private StepJson() {}

  static List<String> write(List<RecordedStep> steps) {
    List<String> lines = new ArrayList<>();
    RecordedStep before = null;
    for (RecordedStep step : steps) {
      lines.add(line(step, Optional.ofNullable(before)).toString());
      before = step;
    }
    return lines;
  }

  static List<RecordedStep> read(List<String> lines) throws IOException {
    List<RecordedStep> steps = new ArrayList<>();
    for (String line : lines) {
      steps.add(step(MAPPER.readTree(line), steps));
    }
    return steps;
  }

  private static ObjectNode line(RecordedStep step, Optional<RecordedStep> before) {
    ObjectNode line = MAPPER.createObjectNode();
    line.put("at", step.inputs().now().toString());
    if (before.isEmpty() || !before.get().spec().equals(step.spec())) {
      line.set("spec", SpecJson.write(step.spec()));
    }
    line.put("current", step.inputs().current());
    if (before.isEmpty() || !before.get().inputs().pods().equals(step.inputs().pods())) {
      ArrayNode pods = line.putArray("pods");
      step.inputs().pods().forEach(pod -> pods.add(pod(pod)));
    }
    ArrayNode readings = line.putArray("readings");
    step.inputs().readings().forEach(reading -> readings.add(readings(reading)));
    line.put("desired", step.desired()).put("status", step.status());
    line.set("conditions", MAPPER.valueToTree(new TreeMap<>(step.conditions())));
    return line;
  }

  private static ObjectNode pod(HpaPod pod) {
    ObjectNode node = MAPPER.createObjectNode().put("name", pod.name());
    node.put("phase", pod.phase().name());
    if (pod.deleting()) {
      node.put("deleting", true);
    }
    pod.started().ifPresent(started -> node.put("started", started.getEpochSecond()));
    pod.ready()
        .ifPresent(
            ready ->
                node.put("ready", ready.status().name())
                    .put("since", ready.since().getEpochSecond()));
    if (!pod.requests().equals(Moment.REQUESTS)) {
      node.set("requests", MAPPER.valueToTree(new TreeMap<>(pod.requests())));
    }
    return node;
  }

  private static JsonNode readings(Optional<Map<String, Reading>> answer) {
    if (answer.isEmpty()) {
      return MAPPER.getNodeFactory().textNode("failed");
    }
    ArrayNode all = MAPPER.createArrayNode();
    new TreeMap<>(answer.get())
        .forEach(
            (pod, reading) ->
                all.addArray()
                    .add(pod)
                    .add(reading.value())
                    .add(reading.at().getEpochSecond())
                    .add(reading.window().toSeconds()));
    return all;
  }

  private static RecordedStep step(JsonNode line, List<RecordedStep> before) {
    RecordedStep last = before.isEmpty() ? null : before.get(before.size() - 1);
    List<Optional<Map<String, Reading>>> readings = new ArrayList<>();
    line.get("readings").forEach(answer -> readings.add(answer(answer)));
    Map<String, String> conditions = new TreeMap<>();
    line.get("conditions")
        .properties()
        .forEach(entry -> conditions.put(entry.getKey(), entry.getValue().asText()));
    return new RecordedStep(
        line.has("spec") ? SpecJson.read(line.get("spec")) : last.spec(),
        new HpaInputs(
            Instant.parse(line.get("at").asText()),
            line.get("current").asInt(),
            line.has("pods") ? pods(line.get("pods")) : last.inputs().pods(),
            readings),
        line.get("desired").asInt(),
        line.get("status").asInt(),
        conditions);
  }

  private static List<HpaPod> pods(JsonNode nodes) {
    List<HpaPod> pods = new ArrayList<>();
    nodes.forEach(node -> pods.add(pod(node)));
    return pods;
  }

  private static HpaPod pod(JsonNode node) {
    Map<String, Long> requests = new TreeMap<>(node.has("requests") ? Map.of() : Moment.REQUESTS);
    node.path("requests")
        .properties()
        .forEach(entry -> requests.put(entry.getKey(), entry.getValue().asLong()));
    return new HpaPod(
        node.get("name").asText(),
        HpaPod.Phase.valueOf(node.get("phase").asText()),
        node.path("deleting").asBoolean(),
        node.has("started") ? Optional.of(seconds(node.get("started"))) : Optional.empty(),
        node.has("ready") ? Optional.of(ready(node)) : Optional.empty(),
        requests);
  }

  private static HpaPod.Ready ready(JsonNode node) {
    return new HpaPod.Ready(
        HpaPod.Status.valueOf(node.get("ready").asText()), seconds(node.get("since")));
  }

  private static Optional<Map<String, Reading>> answer(JsonNode node) {
    if (node.isTextual()) {
      return Optional.empty();
    }
    Map<String, Reading> readings = new TreeMap<>();
    node.forEach(
        entry ->
            readings.put(
                entry.get(0).asText(),
                new Reading(
                    entry.get(1).asLong(),
                    seconds(entry.get(2)),
                    Duration.ofSeconds(entry.get(3).asLong()))));
    return Optional.of(readings);
  }

  private static Instant seconds(JsonNode node) {
    return Instant.ofEpochSecond(node.asLong());
  }
}
