package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The trusted target of one metric of an HPA.
 *
 * @param metric the metric's name: {@code cpu}, or that of a Pods, Object or External metric
 * @param value per cent for a utilisation, else in the metric's own unit
 */
public record TargetRaise(String metric, BigDecimal value) {
  private static final List<String> KINDS =
      List.of("resource", "containerResource", "pods", "object", "external");
  private static final String SUFFIXES = "kMGTPE";

  public TargetRaise {
    Objects.requireNonNull(metric, "metric");
    if (value.signum() <= 0) {
      throw new IllegalArgumentException("a target must be above 0: " + value);
    }
  }

  /**
   * The metrics with this one's target raised; empty unless exactly one has the name and its target
   * is lower: a target is never lowered, and never guessed.
   */
  Optional<JsonNode> in(JsonNode metrics) {
    ArrayNode raised = metrics.isArray() ? metrics.deepCopy() : Wire.object().arrayNode();
    List<ObjectNode> targets = new ArrayList<>();
    for (JsonNode each : raised) {
      target(each).ifPresent(targets::add);
    }
    if (targets.size() != 1 || !raise(targets.get(0))) {
      return Optional.empty();
    }
    return Optional.of(raised);
  }

  private Optional<ObjectNode> target(JsonNode each) {
    return KINDS.stream()
        .map(each::path)
        .filter(source -> name(source).equals(metric))
        .map(source -> source.path("target"))
        .filter(JsonNode::isObject)
        .map(ObjectNode.class::cast)
        .findFirst();
  }

  private static String name(JsonNode source) {
    return source.path("name").asText(source.path("metric").path("name").asText());
  }

  private boolean raise(ObjectNode target) {
    if (target.path("averageUtilization").isInt()) {
      int percent = value.setScale(0, RoundingMode.FLOOR).intValueExact();
      boolean higher = percent > target.path("averageUtilization").asInt();
      target.put("averageUtilization", percent);
      return higher;
    }
    String key = target.path("type").asText().equals("Value") ? "value" : "averageValue";
    if (!target.path(key).isTextual()) {
      return false;
    }
    BigDecimal milli = value.movePointRight(3).setScale(0, RoundingMode.FLOOR);
    BigDecimal before =
        Quantity.parse(target.path(key).asText()).getNumericalAmount().movePointRight(3);
    target.put(key, canonical(milli.longValueExact()));
    return milli.compareTo(before) > 0;
  }

  // As the server spells it, so that what is read back equals what was written.
  private static String canonical(long milli) {
    if (milli % 1_000 != 0) {
      return milli + "m";
    }
    long amount = milli / 1_000;
    int suffix = 0;
    while (amount % 1_000 == 0 && amount > 0 && suffix < SUFFIXES.length()) {
      amount /= 1_000;
      suffix++;
    }
    return suffix == 0 ? Long.toString(amount) : amount + SUFFIXES.substring(suffix - 1, suffix);
  }
}
