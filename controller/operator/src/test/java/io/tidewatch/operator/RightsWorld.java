package io.tidewatch.operator;

import static io.tidewatch.operator.ScalerStage.series;
import static io.tidewatch.operator.ScalerStage.vector;
import static java.util.stream.Collectors.joining;

import io.tidewatch.domain.WorkloadId;
import io.tidewatch.operator.TestingServer.Said;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What Prometheus and serving say where every right is needed. */
final class RightsWorld {
  private static final Pattern WORKLOADS =
      Pattern.compile("\"([a-z0-9-]+/(StatefulSet/|Rollout/)?[a-z]+)\"");

  private RightsWorld() {}

  /** Four pods carry 50. */
  static Said measured(List<String> namespaces, String query) {
    String label = query.contains("ready") ? "deployment" : "workload";
    String value = query.contains("ready") ? "4" : "50";
    return vector(
        namespaces.stream()
            .flatMap(
                namespace ->
                    Stream.of("web", "bare", "db", "hint", "roll", "sized")
                        .map(name -> series(namespace, label, name, value)))
            .map(RightsWorld::ofItsKind)
            .toArray(String[]::new));
  }

  private static String ofItsKind(String series) {
    return RightsWorkload.KINDS.entrySet().stream()
        .filter(each -> series.contains('"' + each.getKey() + '"'))
        .map(each -> series.replace("},", ",\"workload_kind\":\"" + each.getValue() + "\"},"))
        .findFirst()
        .orElse(series);
  }

  /** Serving's answer to a request for forecasts or for a size. */
  static Said served(String asked) {
    return asked.contains("\"workload\":") ? size(asked) : forecasts(asked);
  }

  /** 150 are coming, and the model has been better than both baselines. */
  private static Said forecasts(String asked) {
    long newest = Instant.now().getEpochSecond() - 1;
    Instant step = Instant.ofEpochSecond(newest - newest % 2);
    String forecasts =
        WORKLOADS
            .matcher(asked)
            .results()
            .map(found -> WorkloadId.parse(found.group(1)))
            .map(id -> Samples.servingJson(Samples.forecast(id, step, 150)))
            .collect(joining(","));
    return Said.json("{\"forecasts\":[" + forecasts + "],\"errors\":[]}");
  }

  /** Of no need is anything known; who else sizes the pods is asked all the same. */
  private static Said size(String asked) {
    String known = ",\"seen_until\":\"2100-01-01T00:00:00Z\",\"sizes\":[{\"container\":\"*\"}]}";
    return Said.json(asked.substring(0, asked.lastIndexOf('}')) + known);
  }
}
