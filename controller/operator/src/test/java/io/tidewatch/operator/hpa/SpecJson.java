package io.tidewatch.operator.hpa;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.policy.Behavior;
import io.tidewatch.policy.Behavior.Rate;
import io.tidewatch.policy.Behavior.Rules;
import io.tidewatch.policy.Behavior.Select;
import io.tidewatch.policy.Behavior.Unit;
import io.tidewatch.policy.HpaMetric;
import io.tidewatch.policy.HpaSpec;
import java.util.ArrayList;
import java.util.List;

/** The spec of a recorded HPA as JSON; without a behaviour there is none in it. */
final class SpecJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private SpecJson() {}

  static ObjectNode write(HpaSpec spec) {
    ObjectNode node = MAPPER.createObjectNode().put("min", spec.min()).put("max", spec.max());
    ArrayNode metrics = node.putArray("metrics");
    for (HpaMetric metric : spec.metrics()) {
      metrics
          .addObject()
          .put("kind", metric.kind().name())
          .put("name", metric.name())
          .put("amount", metric.amount());
    }
    if (!spec.behavior().equals(Behavior.builtIn())) {
      node.set("up", write(spec.behavior().up()));
      node.set("down", write(spec.behavior().down()));
    }
    return node;
  }

  static HpaSpec read(JsonNode node) {
    List<HpaMetric> metrics = new ArrayList<>();
    for (JsonNode metric : node.get("metrics")) {
      metrics.add(
          new HpaMetric(
              HpaMetric.Kind.valueOf(metric.get("kind").asText()),
              metric.get("name").asText(),
              metric.get("amount").asLong()));
    }
    Behavior behavior =
        node.has("up")
            ? new Behavior(rules(node.get("up")), rules(node.get("down")))
            : Behavior.builtIn();
    return new HpaSpec(node.get("min").asInt(), node.get("max").asInt(), metrics, behavior);
  }

  private static ObjectNode write(Rules rules) {
    ObjectNode node = MAPPER.createObjectNode().put("window", rules.stabilizationSeconds());
    node.put("select", rules.select().name());
    ArrayNode rates = node.putArray("rates");
    for (Rate rate : rules.rates()) {
      rates.addArray().add(rate.unit().name()).add(rate.value()).add(rate.periodSeconds());
    }
    return node;
  }

  private static Rules rules(JsonNode node) {
    List<Rate> rates = new ArrayList<>();
    for (JsonNode rate : node.get("rates")) {
      rates.add(
          new Rate(Unit.valueOf(rate.get(0).asText()), rate.get(1).asInt(), rate.get(2).asInt()));
    }
    Select select = Select.valueOf(node.get("select").asText());
    return new Rules(node.get("window").asInt(), select, rates);
  }
}
