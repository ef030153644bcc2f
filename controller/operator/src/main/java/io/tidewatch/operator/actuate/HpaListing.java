package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
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
  private final List<String> folders;
  private Map<TargetName, HpaObject> byTarget = Map.of();
  private Map<HpaName, HpaObject> byName = Map.of();
  private Instant listed = Instant.MIN;
  private Optional<Answer> trouble = Optional.empty();

  /**
   * @param namespaces where to look; everywhere when empty
   */
  HpaListing(KubernetesApi api, List<String> namespaces, Clock clock, Duration freshFor) {
    this.api = api;
    this.folders =
        namespaces.isEmpty()
            ? List.of("")
            : namespaces.stream().map(name -> "/namespaces/" + name).toList();
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
    trouble = Optional.empty();
    folders.forEach(folder -> list(folder, targets, names));
    // Half a list would make HPAs of the other half look deleted.
    byTarget = trouble.isPresent() ? Map.of() : targets;
    byName = trouble.isPresent() ? Map.of() : names;
  }

  private void list(
      String folder, Map<TargetName, HpaObject> targets, Map<HpaName, HpaObject> names) {
    String page = "";
    do {
      Answer answer =
          api.get(
              "/apis/autoscaling/v2" + folder + "/horizontalpodautoscalers?limit=" + PAGE + page);
      if (!answer.ok()) {
        trouble = Optional.of(answer);
        return;
      }
      for (JsonNode item : answer.body().path("items")) {
        HpaObject hpa = HpaObject.read(item);
        names.put(hpa.name(), hpa);
        targets.put(target(hpa.name(), item.at("/spec/scaleTargetRef")), hpa);
      }
      page = next(answer.body());
    } while (!page.isEmpty());
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
