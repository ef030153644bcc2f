package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/** What one container requests and may use. */
public record ContainerSize(String name, Map<Resource, Long> requests, Map<Resource, Long> limits) {
  /** A resource in its smallest unit: thousandths of a CPU, bytes. */
  public enum Resource {
    CPU("cpu", 3),
    MEMORY("memory", 0);

    private final String key;
    private final int scale;

    Resource(String key, int scale) {
      this.key = key;
      this.scale = scale;
    }

    /** As in manifests. */
    public String key() {
      return key;
    }

    /** Of cores or bytes. */
    public long amount(double units) {
      return BigDecimal.valueOf(units)
          .movePointRight(scale)
          .setScale(0, RoundingMode.CEILING)
          .longValueExact();
    }

    /** Cores or bytes. */
    public double units(long amount) {
      return BigDecimal.valueOf(amount).movePointLeft(scale).doubleValue();
    }

    private String text(long amount) {
      return this == CPU ? amount + "m" : Long.toString(amount);
    }
  }

  public ContainerSize {
    requests = Map.copyOf(requests);
    limits = Map.copyOf(limits);
  }

  /** Reads a container of a pod or of a template; a limit alone is a request, too. */
  static ContainerSize read(JsonNode container) {
    Map<Resource, Long> limits = amounts(container.at("/resources/limits"));
    Map<Resource, Long> requests = new EnumMap<>(Resource.class);
    requests.putAll(limits);
    requests.putAll(amounts(container.at("/resources/requests")));
    return new ContainerSize(container.path("name").asText(), requests, limits);
  }

  private static Map<Resource, Long> amounts(JsonNode list) {
    Map<Resource, Long> amounts = new EnumMap<>(Resource.class);
    for (Resource resource : Resource.values()) {
      Wire.text(list.path(resource.key))
          .map(Quantity::parse)
          .map(Quantity::getNumericalAmount)
          .map(amount -> amount.movePointRight(resource.scale).setScale(0, RoundingMode.CEILING))
          .map(BigDecimal::longValue)
          .ifPresent(amount -> amounts.put(resource, amount));
    }
    return amounts;
  }

  public OptionalLong request(Resource resource) {
    Long amount = requests.get(resource);
    return amount == null ? OptionalLong.empty() : OptionalLong.of(amount);
  }

  public OptionalLong limit(Resource resource) {
    Long amount = limits.get(resource);
    return amount == null ? OptionalLong.empty() : OptionalLong.of(amount);
  }

  /** With another request, and the limit in the same proportion. */
  public ContainerSize with(Resource resource, long request) {
    Map<Resource, Long> newRequests = new EnumMap<>(Resource.class);
    newRequests.putAll(requests);
    Map<Resource, Long> newLimits = new EnumMap<>(Resource.class);
    newLimits.putAll(limits);
    long before = requests.get(resource);
    newRequests.put(resource, request);
    if (limits.containsKey(resource)) {
      newLimits.put(resource, proportional(limits.get(resource), request, before));
    }
    return new ContainerSize(name, newRequests, newLimits);
  }

  private static long proportional(long limit, long request, long before) {
    return BigDecimal.valueOf(limit)
        .multiply(BigDecimal.valueOf(request))
        .divide(BigDecimal.valueOf(before), 0, RoundingMode.CEILING)
        .longValueExact();
  }

  /** As a strategic merge patch names it: what is as before is not restated in our units. */
  ObjectNode json(ContainerSize before) {
    ObjectNode json = Wire.object().put("name", name);
    ObjectNode resources = json.putObject("resources");
    write(resources.putObject("requests"), requests, before.requests);
    write(resources.putObject("limits"), limits, before.limits);
    return json;
  }

  private static void write(
      ObjectNode into, Map<Resource, Long> amounts, Map<Resource, Long> before) {
    for (Resource resource : Resource.values()) {
      Long amount = amounts.get(resource);
      if (amount != null && !amount.equals(before.get(resource))) {
        into.put(resource.key, resource.text(amount));
      }
    }
  }
}
