package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.operator.actuate.ContainerSize.Resource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What we wrote into a template, on the object itself: whoever finds other requests there knows
 * that somebody has changed them after us, and a human finds what they were before.
 *
 * @param scaler the PredictiveScaler that allowed it
 * @param terms its version
 * @param before requests as they were
 * @param wrote requests, as far as they changed
 */
public record SizeMark(
    String scaler,
    String terms,
    String container,
    Map<Resource, Long> before,
    Map<Resource, Long> wrote) {
  public static final String ANNOTATION = "tidewatch.io/size";
  private static final int VERSION = 1;

  public SizeMark {
    Objects.requireNonNull(scaler, "scaler");
    Objects.requireNonNull(terms, "terms");
    Objects.requireNonNull(container, "container");
    before = Map.copyOf(before);
    wrote = Map.copyOf(wrote);
  }

  /** Whether a container still asks for what we wrote. */
  public boolean standsIn(ContainerSize size) {
    return size.name().equals(container)
        && wrote.entrySet().stream()
            .allMatch(each -> each.getValue().equals(size.requests().get(each.getKey())));
  }

  ObjectNode json() {
    ObjectNode json = Wire.object().put("v", VERSION).put("scaler", scaler).put("terms", terms);
    json.put("container", container);
    write(json.putObject("before"), before);
    write(json.putObject("wrote"), wrote);
    return json;
  }

  static Optional<SizeMark> parse(String text) {
    return Wire.parse(text)
        .filter(node -> node.path("v").asInt() == VERSION)
        .map(
            node ->
                new SizeMark(
                    node.path("scaler").asText(),
                    node.path("terms").asText(),
                    node.path("container").asText(),
                    read(node.path("before")),
                    read(node.path("wrote"))));
  }

  /** Amounts by resource, in thousandths of a CPU and bytes. */
  public static void write(ObjectNode into, Map<Resource, Long> amounts) {
    amounts.forEach((resource, amount) -> into.put(resource.key(), amount));
  }

  /** What {@link #write} wrote. */
  public static Map<Resource, Long> read(JsonNode node) {
    Map<Resource, Long> amounts = new EnumMap<>(Resource.class);
    for (Resource resource : Resource.values()) {
      if (node.path(resource.key()).isIntegralNumber()) {
        amounts.put(resource, node.path(resource.key()).asLong());
      }
    }
    return amounts;
  }
}
