package io.tidewatch.operator.bench;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes that an API server has served, as it counts them itself. */
final class ApiWrites {
  private static final Set<String> VERBS =
      Set.of("POST", "PUT", "PATCH", "APPLY", "DELETE", "DELETECOLLECTION");
  private static final Set<String> OURS =
      Set.of("predictivescalers", "horizontalpodautoscalers", "leases", "events", "deployments");
  private static final Pattern LABEL = Pattern.compile("(verb|resource|subresource)=\"([^\"]*)\"");

  private final KubernetesClient client;

  ApiWrites(KubernetesClient client) {
    this.client = client;
  }

  /** Writes of the kinds that a controller writes. */
  long now() {
    return client
        .raw("/metrics")
        .lines()
        .filter(line -> line.startsWith("apiserver_request_total{"))
        .filter(ApiWrites::ours)
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static boolean ours(String line) {
    boolean verb = false;
    boolean resource = false;
    Matcher labels = LABEL.matcher(line);
    while (labels.find()) {
      verb |= labels.group(1).equals("verb") && VERBS.contains(labels.group(2));
      resource |= labels.group(1).equals("resource") && OURS.contains(labels.group(2));
    }
    return verb && resource;
  }
}
