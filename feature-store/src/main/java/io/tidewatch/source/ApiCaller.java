package io.tidewatch.source;

import io.tidewatch.domain.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
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

  // One pool of connections for the process; a client of its own would hold a thread each.
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final ApiServer server;
  private final RetryPolicy retries;

  ApiCaller(ApiServer server, RetryPolicy retries) {
    this.server = server;
    this.retries = retries;
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
        return once(request.copy(), reading);
      } catch (TransientFailure failure) {
        if (attempt >= retries.attempts()) {
          throw unavailable(failure, attempt);
        }
        sleep(retries.pause(attempt, failure.retryAfter()));
      }
    }
  }

  private <R> R once(HttpRequest.Builder request, Reading<R> reading)
      throws TransientFailure, QueryFailure {
    // Read anew for every try: tokens are rotated.
    authorization().ifPresent(value -> request.setHeader("Authorization", value));
    HttpResponse<InputStream> response = send(request.build());
    // The request's own time-out ends with the headers; a body may stall for ever.
    CompletableFuture<Void> guard =
        CompletableFuture.runAsync(
            () -> close(response.body()),
            CompletableFuture.delayedExecutor(server.timeout().toMillis(), TimeUnit.MILLISECONDS));
    try {
      return reading.read(response);
    } finally {
      guard.cancel(false);
      close(response.body());
    }
  }

  private HttpResponse<InputStream> send(HttpRequest request) throws TransientFailure {
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException failure) {
      throw new TransientFailure(words(failure), Optional.empty(), failure);
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  // The client's own exceptions often have no message.
  private String words(IOException failure) {
    if (failure instanceof HttpTimeoutException) {
      return "it does not answer within " + server.timeout().toSeconds() + " s";
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
        HttpRequest.newBuilder(address)
            .timeout(server.timeout())
            .header("Accept", "application/json");
    server.headers().forEach(request::setHeader);
    return request;
  }

  private Optional<String> authorization() {
    if (server.bearerTokenFile().isPresent()) {
      return server.bearerTokenFile().map(file -> "Bearer " + secret(file));
    }
    return server
        .basic()
        .map(
            login -> {
              String pair = login.user() + ":" + secret(login.passwordFile());
              byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
              return "Basic " + Base64.getEncoder().encodeToString(bytes);
            });
  }

  private String secret(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException unreadable) {
      throw new UserException(
          "cannot log in to " + server.product(),
          "the file " + file + " cannot be read",
          "check the path and who may read it",
          unreadable);
    }
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
