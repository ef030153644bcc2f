package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidewatch.domain.UserException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Restores what has outlived its time, knowing nothing but what the HPAs say about themselves: it
 * works without our resources, without serving and without Prometheus, and any number may run.
 */
public final class Sweeper {
  private static final String METADATA =
      "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
  private static final int PAGE = 500;

  private final KubernetesApi api;
  private final Clock clock;

  Sweeper(KubernetesApi api, Clock clock) {
    this.api = api;
    this.clock = clock;
  }

  /** A sweeper of the cluster that a client is connected to. */
  public static Sweeper of(KubernetesClient client, Clock clock) {
    return new Sweeper(new KubernetesApi(client, KubernetesApi.USUAL_TIMEOUT), clock);
  }

  /**
   * What came of one sweep.
   *
   * @param looked HPAs that were looked at
   * @param results what came of those that bear a mark of ours, by their names
   */
  public record Report(int looked, Map<HpaName, FloorResult> results) {
    public Report {
      results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
    }

    /** How many ended like this. */
    public long count(FloorReason reason) {
      return results.values().stream().filter(result -> result.reason() == reason).count();
    }
  }

  /**
   * One sweep.
   *
   * @param namespace only this one; empty sweeps the cluster
   * @param all also what has not expired, as before an uninstall
   * @throws UserException when the HPAs cannot be listed
   */
  public Report sweep(Optional<String> namespace, boolean all) {
    FloorWish wish = all ? new FloorWish.Release(true) : new FloorWish.Sweep();
    HpaFloor floor = new HpaFloor(Hpas.of(api), Fence.none(), clock);
    List<JsonNode> found = list(namespace);
    Map<HpaName, FloorResult> results = new TreeMap<>(HpaName.ORDER);
    for (JsonNode item : found) {
      if (marked(item.path("metadata"))) {
        HpaName name = HpaObject.nameOf(item);
        results.put(name, floor.pursue(name, wish));
      }
    }
    return new Report(found.size(), results);
  }

  private List<JsonNode> list(Optional<String> namespace) {
    String path =
        "/apis/autoscaling/v2%s/horizontalpodautoscalers?limit=%d"
            .formatted(namespace.map(name -> "/namespaces/" + name).orElse(""), PAGE);
    List<JsonNode> items = new ArrayList<>();
    String page = path;
    while (true) {
      Answer answer = api.get(page, METADATA);
      if (!answer.ok()) {
        throw unlisted(answer);
      }
      Wire.items(answer.body().path("items")).forEach(items::add);
      String next = answer.body().path("metadata").path("continue").asText("");
      if (next.isEmpty()) {
        return items;
      }
      page = path + "&continue=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
    }
  }

  // An annotation that was removed leaves our name on the fields.
  private static boolean marked(JsonNode metadata) {
    return Stream.of(FloorMark.ANNOTATION, Conflict.ANNOTATION)
            .anyMatch(metadata.path("annotations")::has)
        || Wire.items(metadata.path("managedFields"))
            .anyMatch(entry -> entry.path("manager").asText().equals(KubernetesApi.MANAGER));
  }

  private static UserException unlisted(Answer answer) {
    return new UserException(
        "the HorizontalPodAutoscalers cannot be listed",
        answer.text(),
        answer.status() == 403
            ? "grant get, list and patch on horizontalpodautoscalers (autoscaling)"
            : "see that the API server is up and that this account may talk to it; the next sweep"
                + " does what this one could not");
  }
}
