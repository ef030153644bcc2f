package io.tidewatch.operator.crd;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the API server forbids this account, seen at the one place that all requests pass: whichever
 * part asked, people find the missing right in {@code /readyz} and in the log.
 */
public final class Refusals implements Interceptor {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
  private static final int FORBIDDEN = 403;
  private static final int MOST = 100;

  private final Set<Right> refused = ConcurrentHashMap.newKeySet();

  /** What was refused when it was asked for last, sorted. */
  public List<String> now() {
    return refused.stream().map(Right::toString).sorted().toList();
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    answered(request.method(), request.uri(), response.code());
  }

  // A watch that is refused comes by here alone.
  @Override
  public CompletableFuture<Boolean> afterFailure(
      BasicBuilder builder, HttpResponse<?> response, RequestTags tags) {
    answered(response.request().method(), response.request().uri(), response.code());
    return CompletableFuture.completedFuture(false);
  }

  void answered(String method, URI uri, int status) {
    if (status != FORBIDDEN && refused.isEmpty()) {
      return;
    }
    Right.of(method, uri).ifPresent(right -> answered(right, status));
  }

  private void answered(Right right, int status) {
    if (status != FORBIDDEN) {
      refused.remove(right);
    } else if (refused.size() < MOST && refused.add(right)) {
      LOG.warn(
          "the ServiceAccount may not {}: grant it, or leave out what needs it; what each right is"
              + " for stands in docs/reference/safety.md",
          right);
    }
  }
}
