package io.tidewatch.operator.actuate;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidewatch.domain.WorkloadId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Lists the pods of a namespace, page by page. */
public final class PodListing {
  private static final int PAGE = 500;

  private final KubernetesApi api;

  PodListing(KubernetesApi api) {
    this.api = api;
  }

  /** A listing of the cluster of a client. */
  public static PodListing of(KubernetesClient client) {
    return new PodListing(new KubernetesApi(client, KubernetesApi.USUAL_TIMEOUT));
  }

  /**
   * What the server said.
   *
   * @param trouble why nothing is known; then there are no pods in this answer
   */
  public record Listed(List<PodSight> pods, Optional<String> trouble) {
    public Listed {
      pods = List.copyOf(pods);
    }

    /** Those of a workload that are not on their way out, by name. */
    public List<PodSight> of(WorkloadId workload) {
      return pods.stream()
          .filter(pod -> !pod.leaving() && pod.owner().filter(workload::equals).isPresent())
          .sorted(Comparator.comparing(pod -> pod.name().name()))
          .toList();
    }
  }

  /** All pods there are now; all or none, because a part of them would be a wrong picture. */
  public Listed in(String namespace) {
    List<PodSight> pods = new ArrayList<>();
    String page = "";
    do {
      Answer answer = api.get("/api/v1/namespaces/" + namespace + "/pods?limit=" + PAGE + page);
      if (!answer.ok()) {
        return new Listed(List.of(), Optional.of(answer.text()));
      }
      answer.body().path("items").forEach(pod -> pods.add(PodSight.read(pod)));
      String token = answer.body().at("/metadata/continue").asText("");
      page = token.isEmpty() ? "" : "&continue=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
    } while (!page.isEmpty());
    return new Listed(pods, Optional.empty());
  }
}
