package io.tidewatch.operator.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Asks the API server whether a target is there and whether its kind can be scaled. */
public final class ApiTargets implements Function<TargetKey, TargetSight> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration DISCOVERY_LASTS = Duration.ofMinutes(5);
  private static final double GIB = 1L << 30;

  private final KubernetesClient client;
  private final Clock clock;
  private final Map<String, Discovered> discovered = new HashMap<>();

  private record Discovered(List<APIResource> resources, Instant at) {}

  public ApiTargets(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  @Override
  public TargetSight apply(TargetKey key) {
    try {
      List<APIResource> resources = resources(key.apiVersion());
      Optional<APIResource> kind =
          resources.stream()
              .filter(each -> each.getKind().equals(key.kind()) && !each.getName().contains("/"))
              .findFirst();
      if (kind.isEmpty()) {
        return TargetSight.missing(
            "the API server has no kind " + key.kind() + " in " + key.apiVersion());
      }
      return seen(key, kind.get(), scales(resources, kind.get()));
    } catch (KubernetesClientException failed) {
      return TargetSight.unknown(shortened(String.valueOf(failed.getMessage())));
    }
  }

  private TargetSight seen(TargetKey key, APIResource kind, boolean scales) {
    if (!scales) {
      return TargetSight.notScalable("the kind " + key.kind() + " has no /scale subresource");
    }
    GenericKubernetesResource target =
        client
            .genericKubernetesResources(
                ResourceDefinitionContext.fromApiResource(key.apiVersion(), kind))
            .inNamespace(key.namespace())
            .withName(key.name())
            .get();
    return target == null
        ? TargetSight.missing("there is no " + key)
        : sight(JSON.valueToTree(target));
  }

  private static TargetSight sight(JsonNode target) {
    return TargetSight.found(requests(target)).whileRolling(rolling(target.path("status")));
  }

  /** Whether pods of an older version are there; a count that merely changes leaves none behind. */
  static boolean rolling(JsonNode status) {
    boolean revisions =
        !status.path("updateRevision").asText().equals(status.path("currentRevision").asText());
    int all = status.path("replicas").asInt();
    return revisions
        || status.has("updatedReplicas") && status.path("updatedReplicas").asInt() < all;
  }

  private static boolean scales(List<APIResource> resources, APIResource kind) {
    String scale = kind.getName() + "/scale";
    return resources.stream().anyMatch(each -> each.getName().equals(scale));
  }

  private List<APIResource> resources(String apiVersion) {
    Discovered known = discovered.get(apiVersion);
    if (known != null && known.at().plus(DISCOVERY_LASTS).isAfter(clock.instant())) {
      return known.resources();
    }
    APIResourceList list = client.getApiResources(apiVersion);
    List<APIResource> found = list == null ? List.of() : list.getResources();
    discovered.put(apiVersion, new Discovered(found, clock.instant()));
    return found;
  }

  private static Optional<TargetSight.Requests> requests(JsonNode target) {
    JsonNode containers = target.at("/spec/template/spec/containers");
    if (containers.isEmpty()) {
      return Optional.empty();
    }
    double cpus = 0;
    double bytes = 0;
    for (JsonNode container : containers) {
      cpus += amount(container.at("/resources/requests/cpu"));
      bytes += amount(container.at("/resources/requests/memory"));
    }
    return Optional.of(new TargetSight.Requests(cpus, bytes / GIB));
  }

  private static double amount(JsonNode quantity) {
    return quantity.isMissingNode()
        ? 0
        : Quantity.getAmountInBytes(Quantity.parse(quantity.asText())).doubleValue();
  }

  private static String shortened(String text) {
    return text.length() > 200 ? text.substring(0, 200) + "…" : text;
  }
}
