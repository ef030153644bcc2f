package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How far the target of an HPA's metric may rise over what the user wrote.
 *
 * @param factor trusted target ÷ usual target
 * @param metric the metric's name: {@code cpu}, or that of a Pods, Object or External metric; may
 *     be left out where the HPA has only one
 */
public record TargetRaise(BigDecimal factor, Optional<String> metric) {
  private static final List<String> KINDS =
      List.of("resource", "containerResource", "pods", "object", "external");
  private static final String SUFFIXES = "kMGTPE";

  public TargetRaise {
    Objects.requireNonNull(metric, "metric");
    if (factor.compareTo(BigDecimal.ONE) < 0) {
      throw new IllegalArgumentException("a target is never lowered: " + factor);
    }
  }

  /** The raise of a trusted over a usual utilisation; none if there is nothing to gain. */
  public static Optional<TargetRaise> over(double usual, double trusted) {
    BigDecimal factor =
        BigDecimal.valueOf(trusted).divide(BigDecimal.valueOf(usual), MathContext.DECIMAL64);
    return factor.compareTo(BigDecimal.ONE) > 0
        ? Optional.of(new TargetRaise(factor, Optional.empty()))
        : Optional.empty();
  }

  /**
   * The metrics with this one's target raised; empty unless it is clear which one is meant and its
   * target really rises: a target is never lowered, and never guessed.
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
        .filter(source -> metric.isEmpty() || metric.get().equals(name(source)))
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
      int before = target.path("averageUtilization").asInt();
      int percent = times(BigDecimal.valueOf(before)).intValueExact();
      target.put("averageUtilization", percent);
      return percent > before;
    }
    String key = target.path("type").asText().equals("Value") ? "value" : "averageValue";
    if (!target.path(key).isTextual()) {
      return false;
    }
    BigDecimal before =
        Quantity.parse(target.path(key).asText()).getNumericalAmount().movePointRight(3);
    BigDecimal milli = times(before);
    target.put(key, canonical(milli.longValueExact()));
    return milli.compareTo(before) > 0;
  }

  private BigDecimal times(BigDecimal before) {
    return before.multiply(factor).setScale(0, RoundingMode.FLOOR);
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
