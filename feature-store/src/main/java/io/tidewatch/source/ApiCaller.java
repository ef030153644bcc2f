package io.tidewatch.source;

import io.tidewatch.domain.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Calls an HTTP API: with a login, within a time, and again where that may help. */
final class ApiCaller {
  /** Reads an answer, or throws what it means. */
  interface Reading<R> {
    R read(HttpResponse<InputStream> response) throws TransientFailure, QueryFailure;
  }

  private final ApiServer server;
  private final RetryPolicy retries;
  private final Connections connections;

  ApiCaller(ApiServer server, RetryPolicy retries) {
    this(server, retries, Connections.OF_THIS_PROCESS);
  }

  ApiCaller(ApiServer server, RetryPolicy retries, Connections connections) {
    this.server = server;
    this.retries = retries;
    this.connections = connections;
  }

  /**
   * Sends a form and has the answer read; every try is read anew.
   *
   * @throws UserException when the server is down, elsewhere, or does not let us in
   */
  <R> R post(URI address, Map<String, String> form, Reading<R> reading) throws QueryFailure {
    return call(
        request(address)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(encode(form))),
        reading);
  }

  /** As {@link #post}, for what is only asked with an address. */
  <R> R get(URI address, Map<String, String> query, Reading<R> reading) throws QueryFailure {
    URI whole = query.isEmpty() ? address : URI.create(address + "?" + encode(query));
    return call(request(whole).GET(), reading);
  }

  private <R> R call(HttpRequest.Builder request, Reading<R> reading) throws QueryFailure {
    for (int attempt = 1; ; attempt++) {
      try {
        return inTurn(request.copy(), reading);
      } catch (TransientFailure failure) {
        if (attempt >= retries.attempts()) {
          throw unavailable(failure, attempt);
        }
        sleep(retries.pause(attempt, failure.retryAfter()));
      }
    }
  }

  /** A turn lasts until the answer is read, because it is computed and sent until then. */
  private <R> R inTurn(HttpRequest.Builder request, Reading<R> reading)
      throws TransientFailure, QueryFailure {
    CallGate gate = connections.gate(server.url());
    awaitTurn(gate);
    try {
      return once(request, reading);
    } finally {
      gate.leave();
    }
  }

  private void awaitTurn(CallGate gate) throws TransientFailure {
    int most = server.access().callsAtOnce();
    try {
      if (gate.enter(most, timeout().toNanos())) {
        return;
      }
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
    throw new TransientFailure(
        "no call of the "
            + most
            + " at once that it is asked with ended within "
            + timeout().toSeconds()
            + " s",
        Optional.empty(),
        null);
  }

  private <R> R once(HttpRequest.Builder request, Reading<R> reading)
      throws TransientFailure, QueryFailure {
    // Read anew for every try: tokens are rotated.
    new ApiLogin(server).header().ifPresent(value -> request.setHeader("Authorization", value));
    HttpResponse<InputStream> response = send(request.build());
    // The request's own time-out ends with the headers; a body may stall for ever.
    CompletableFuture<Void> guard =
        CompletableFuture.runAsync(
            () -> close(response.body()),
            CompletableFuture.delayedExecutor(timeout().toMillis(), TimeUnit.MILLISECONDS));
    try {
      return reading.read(response);
    } finally {
      guard.cancel(false);
      close(response.body());
    }
  }

  private HttpResponse<InputStream> send(HttpRequest request) throws TransientFailure {
    try {
      return connections
          .pool(server.access().tls())
          .send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException failure) {
      new TlsFailure(server).of(failure).ifPresent(ApiCaller::refuse);
      throw new TransientFailure(words(failure), Optional.empty(), failure);
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  // The client's own exceptions often have no message.
  private String words(IOException failure) {
    if (failure instanceof HttpConnectTimeoutException) {
      return "no connection to it is made within " + Connections.CONNECT.toSeconds() + " s";
    }
    if (failure instanceof HttpTimeoutException) {
      return "it does not answer within " + timeout().toSeconds() + " s";
    }
    if (failure.getCause() instanceof ConnectException
        && failure.getCause().getCause() instanceof UnresolvedAddressException) {
      return "the host name " + server.url().getHost() + " is not known";
    }
    if (failure instanceof ConnectException) {
      return "nothing accepts connections there";
    }
    return failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }

  private HttpRequest.Builder request(URI address) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).timeout(timeout()).header("Accept", "application/json");
    server.access().headers().forEach(request::setHeader);
    return request;
  }

  private static String encode(Map<String, String> form) {
    return form.entrySet().stream()
        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private UserException unavailable(TransientFailure failure, int attempts) {
    return new UserException(
        server.product() + " at " + server.url() + " cannot be asked",
        failure.getMessage() + " (tried " + attempts + " times)",
        "check that it runs and that this address reaches it, then run the same command again",
        failure);
  }

  private Duration timeout() {
    return server.access().timeout();
  }

  private static void refuse(UserException refused) {
    throw refused;
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  // Spark interrupts its tasks and streams to stop them, and looks for this exception.
  private static RuntimeException interrupted(InterruptedException interrupted) {
    Thread.currentThread().interrupt();
    return new UncheckedIOException(
        new java.io.InterruptedIOException("stopped while asking a server"));
  }

  private static void close(InputStream body) {
    try {
      body.close();
    } catch (IOException alreadyBroken) {
      return;
    }
  }
}
