package io.tidewatch.operator.actuate;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The API server, one request at a time and none of them repeated: fabric8's typed client hides
 * status, causes and Retry-After, and knows neither {@code /resize} nor managed fields by hand.
 */
final class KubernetesApi {
  /** Our name in managed fields. */
  static final String MANAGER = "tidewatch";

  static final Duration USUAL_TIMEOUT = Duration.ofSeconds(5);
  private static final String JSON = "application/json";

  private final KubernetesClient client;
  private final Duration timeout;

  KubernetesApi(KubernetesClient client, Duration timeout) {
    this.client = client;
    this.timeout = timeout;
  }

  Answer get(String path) {
    return get(path, JSON);
  }

  Answer get(String path, String accept) {
    return send("GET", path, accept, JSON, Optional.empty());
  }

  Answer post(String path, JsonNode body) {
    return send("POST", path, JSON, JSON, Optional.of(body));
  }

  Answer put(String path, JsonNode body) {
    return send("PUT", path + manager(path), JSON, JSON, Optional.of(body));
  }

  Answer merge(String path, JsonNode patch) {
    return patch(path, "application/merge-patch+json", patch);
  }

  Answer strategic(String path, JsonNode patch) {
    return patch(path, "application/strategic-merge-patch+json", patch);
  }

  /** Server-side apply. */
  Answer apply(String path, JsonNode object, boolean force) {
    return patch(path + (force ? "?force=true" : ""), "application/apply-patch+yaml", object);
  }

  private Answer patch(String path, String type, JsonNode body) {
    return send("PATCH", path + manager(path), JSON, type, Optional.of(body));
  }

  private static String manager(String path) {
    return (path.contains("?") ? "&" : "?") + "fieldManager=" + MANAGER;
  }

  private Answer send(
      String method, String path, String accept, String type, Optional<JsonNode> body) {
    HttpRequest.Builder request =
        client
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(URI.create(client.getMasterUrl().toString()).resolve(path))
            .header("Accept", accept)
            .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    body.ifPresent(tree -> request.method(method, type, tree.toString()));
    var under = client.getHttpClient().sendAsync(request.build(), String.class);
    try {
      return answer(under.get(timeout.plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException failed) {
      return Answer.none(String.valueOf(failed.getCause().getMessage()));
    } catch (TimeoutException late) {
      under.cancel(true);
      return Answer.none("nothing within " + timeout.toSeconds() + " s");
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
      return Answer.none("this process is ending");
    }
  }

  private static Answer answer(HttpResponse<String> response) {
    String text = response.body() == null ? "" : response.body();
    return new Answer(
        response.code(),
        Optional.ofNullable(response.header("Retry-After")).flatMap(KubernetesApi::seconds),
        Wire.parse(text).orElseGet(() -> Wire.object().put("message", text)));
  }

  private static Optional<Duration> seconds(String header) {
    return header.strip().matches("\\d{1,6}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(header.strip())))
        : Optional.empty();
  }
}
