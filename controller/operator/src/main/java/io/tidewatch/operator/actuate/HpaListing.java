package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All HPAs as of a moment ago, in one listing for all workloads: whose target they scale, and the
 * objects themselves. A copy may be stale; every write says which version it was decided on.
 */
final class HpaListing {
  private static final int PAGE = 500;

  private final KubernetesApi api;
  private final Clock clock;
  private final Duration freshFor;
  private Map<TargetName, HpaObject> byTarget = Map.of();
  private Map<HpaName, HpaObject> byName = Map.of();
  private Instant listed = Instant.MIN;
  private Optional<Answer> trouble = Optional.empty();

  HpaListing(KubernetesApi api, Clock clock, Duration freshFor) {
    this.api = api;
    this.clock = clock;
    this.freshFor = freshFor;
  }

  Optional<HpaObject> scaling(TargetName target) {
    refresh();
    return Optional.ofNullable(byTarget.get(target));
  }

  Optional<HpaObject> named(HpaName name) {
    refresh();
    return Optional.ofNullable(byName.get(name));
  }

  /** Why the listing could not be made: then nothing is known, not nothing there. */
  Optional<Answer> trouble() {
    return trouble;
  }

  private void refresh() {
    Instant now = clock.instant();
    if (listed.isAfter(now.minus(freshFor))) {
      return;
    }
    listed = now;
    Map<TargetName, HpaObject> targets = new HashMap<>();
    Map<HpaName, HpaObject> names = new HashMap<>();
    String page = "";
    do {
      Answer answer = api.get("/apis/autoscaling/v2/horizontalpodautoscalers?limit=" + PAGE + page);
      if (!answer.ok()) {
        trouble = Optional.of(answer);
        byTarget = Map.of();
        byName = Map.of();
        return;
      }
      for (JsonNode item : answer.body().path("items")) {
        HpaObject hpa = HpaObject.read(item);
        names.put(hpa.name(), hpa);
        targets.put(target(hpa.name(), item.at("/spec/scaleTargetRef")), hpa);
      }
      page = next(answer.body());
    } while (!page.isEmpty());
    trouble = Optional.empty();
    byTarget = targets;
    byName = names;
  }

  private static TargetName target(HpaName name, JsonNode reference) {
    return new TargetName(
        name.namespace(),
        reference.path("apiVersion").asText("apps/v1"),
        reference.path("kind").asText(),
        reference.path("name").asText());
  }

  private static String next(JsonNode list) {
    String token = list.at("/metadata/continue").asText("");
    return token.isEmpty() ? "" : "&continue=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
  }
}
