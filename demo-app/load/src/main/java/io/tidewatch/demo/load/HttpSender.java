package io.tidewatch.demo.load;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** GETs one address over HTTP/1.1 with kept-alive connections, no proxy, redirect or retry. */
final class HttpSender implements Sender {
  /** After the client's own time-out, which knows whether it was still connecting. */
  private static final long GRACE_MILLIS = 100;

  private final HttpClient client;
  private final HttpRequest request;
  private final long limitMillis;

  HttpSender(URI address, Duration timeout, Executor executor) {
    forbidHiddenRetries();
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .executor(executor)
            .build();
    this.request = HttpRequest.newBuilder(address).timeout(timeout).GET().build();
    this.limitMillis = timeout.toMillis() + GRACE_MILLIS;
  }

  /**
   * The JDK's client sends a GET again, up to five times, when a kept connection turns out closed,
   * and connects again when it was refused: both would hide lost requests. It reads these when its
   * classes are loaded. Idle connections are dropped before any usual server drops them.
   */
  private static void forbidHiddenRetries() {
    System.setProperty("jdk.httpclient.redirects.retrylimit", "1");
    System.setProperty("jdk.httpclient.disableRetryConnect", "true");
    System.setProperty("jdk.httpclient.keepalive.timeout", "4");
  }

  @Override
  public CompletableFuture<Answer> send() {
    CompletableFuture<HttpResponse<Void>> exchange =
        client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
    return exchange
        .copy()
        .orTimeout(limitMillis, TimeUnit.MILLISECONDS)
        .handle(
            (response, failure) -> {
              if (failure != null) {
                exchange.cancel(true);
                return Answer.ofFailure(failure);
              }
              return Answer.ofStatus(response.statusCode());
            });
  }
}
