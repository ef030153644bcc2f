package io.tidewatch.local.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidewatch.domain.UserException;
import io.tidewatch.local.cluster.Measures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Puts together what the load generator, Prometheus and the API have seen of each side. */
final class Results {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration GRID = Duration.ofSeconds(3);

  private final LivePlan plan;
  private final List<Side> sides;
  private final Map<String, List<Step>> steps;
  private final JsonNode summary;
  private final List<String> notes = new ArrayList<>();

  Results(LivePlan plan, List<Side> sides, Path stepsCsv, Path summaryJson) {
    this.plan = plan;
    this.sides = sides;
    this.steps = LoadSteps.read(stepsCsv);
    try {
      this.summary = JSON.readTree(summaryJson.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + summaryJson, e);
    }
    if (summary.hasNonNull("warning") || summary.path("generator").hasNonNull("warning")) {
      notes.add("The load generator warns: " + warning());
    }
  }

  /** When the scored part began. */
  Instant from() {
    return steps.values().iterator().next().get(plan.warmUpSteps()).start();
  }

  /** When it ended. */
  Instant to() {
    return from().plus(plan.step().multipliedBy(plan.steps()));
  }

  /** What a reader has to know besides. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /** How late the generator was, in milliseconds at the 99th percentile of sending. */
  double lateMillis() {
    return summary.path("generator").path("send_late_p99_ms").asDouble();
  }

  /** Each side's; without a Prometheus from the API alone. */
  List<SideResult> sides(Observer observer, Optional<Measures> measures) {
    Map<String, TreeMap<Instant, Double>> replicas = ask(measures, "deployment_status_replicas");
    Map<String, TreeMap<Instant, Double>> ready = ask(measures, "deployment_status_replicas_ready");
    Map<String, TreeMap<Instant, Double>> desired =
        ask(measures, "horizontalpodautoscaler_status_desired_replicas");
    List<SideResult> all = new ArrayList<>();
    for (Side side : sides) {
      Observer.Seen seen = observer.of(side);
      Replicas counted = measured(replicas, side, seen.replicas());
      all.add(
          new SideResult(
              side,
              scored(side),
              counted,
              measured(ready, side, seen.ready()),
              measured(desired, side, seen.desired()),
              counted.hours(from(), to()) * plan.speed(),
              seen.replicas().hours(from(), to()) * plan.speed(),
              p95(side),
              seen.starts()));
    }
    return all;
  }

  private Replicas measured(
      Map<String, TreeMap<Instant, Double>> all, Side side, Replicas fromApi) {
    TreeMap<Instant, Double> values = all.getOrDefault(side.namespace(), new TreeMap<>());
    if (values.isEmpty()) {
      note("Replicas of " + side.label() + " are the API's: Prometheus has none.");
      return fromApi;
    }
    return new Replicas(values);
  }

  private void note(String text) {
    if (!notes.contains(text)) {
      notes.add(text);
    }
  }

  private Map<String, TreeMap<Instant, Double>> ask(Optional<Measures> measures, String metric) {
    if (measures.isEmpty()) {
      return Map.of();
    }
    String name = metric.startsWith("deployment") ? "deployment" : "horizontalpodautoscaler";
    String namespaces = sides.stream().map(Side::namespace).collect(Collectors.joining("|"));
    String query =
        "max by (namespace) (kube_%s{namespace=~\"%s\",%s=\"backend\"})"
            .formatted(metric, namespaces, name);
    try {
      return measures.get().range(query, "namespace", from().minus(GRID), to().plus(GRID), GRID);
    } catch (UserException unreachable) {
      note("Prometheus could not be asked: " + unreachable.reason());
      return Map.of();
    }
  }

  private List<Step> scored(Side side) {
    return steps.get(side.name()).stream()
        .filter(step -> step.number() >= plan.warmUpSteps())
        .limit(plan.steps())
        .toList();
  }

  private OptionalDouble p95(Side side) {
    for (JsonNode target : summary.path("targets")) {
      if (target.path("target").asText().equals(side.name()) && target.has("p95_ms")) {
        return OptionalDouble.of(target.path("p95_ms").asDouble());
      }
    }
    return OptionalDouble.empty();
  }

  private String warning() {
    return summary.path("generator").path("warning").asText(summary.path("warning").asText());
  }
}
