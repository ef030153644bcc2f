package io.tidewatch.source;

import io.tidewatch.domain.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
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
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The HTTP API: a call is a form, is sent with a login, and is tried again where that may help. */
final class PrometheusApi {
  // One pool of connections for the process; a client of its own would hold a thread each.
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final PrometheusEndpoint endpoint;
  private final RetryPolicy retries;

  PrometheusApi(PrometheusEndpoint endpoint, RetryPolicy retries) {
    this.endpoint = endpoint;
    this.retries = retries;
  }

  /**
   * Sends a call and has its result read, by a new reader for every try so that a torn answer
   * leaves nothing behind.
   *
   * @throws UserException when the server is down, elsewhere, or does not let us in
   */
  <R extends ApiAnswer.ResultReader> R call(
      String name, Map<String, String> form, Supplier<R> readers) throws QueryFailure {
    for (int attempt = 1; ; attempt++) {
      R reader = readers.get();
      try {
        once(name, form, reader);
        return reader;
      } catch (TransientFailure failure) {
        if (attempt >= retries.attempts()) {
          throw unavailable(failure, attempt);
        }
        sleep(retries.pause(attempt, failure.retryAfter()));
      }
    }
  }

  private void once(String name, Map<String, String> form, ApiAnswer.ResultReader reader)
      throws TransientFailure, QueryFailure {
    HttpResponse<InputStream> response = send(request(name, form));
    // The request's own time-out ends with the headers; a body may stall for ever.
    CompletableFuture<Void> guard =
        CompletableFuture.runAsync(
            () -> close(response.body()),
            CompletableFuture.delayedExecutor(
                endpoint.timeout().toMillis(), TimeUnit.MILLISECONDS));
    try {
      new ApiResponse(endpoint, response).read(reader);
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
      return "it does not answer within " + endpoint.timeout().toSeconds() + " s";
    }
    if (failure.getCause() instanceof ConnectException
        && failure.getCause().getCause() instanceof UnresolvedAddressException) {
      return "the host name " + endpoint.url().getHost() + " is not known";
    }
    if (failure instanceof ConnectException) {
      return "nothing accepts connections there";
    }
    return failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }

  private HttpRequest request(String name, Map<String, String> form) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.api(name))
            .timeout(endpoint.timeout())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(encode(form)));
    endpoint.headers().forEach(request::setHeader);
    authorization().ifPresent(value -> request.setHeader("Authorization", value));
    return request.build();
  }

  private Optional<String> authorization() {
    if (endpoint.bearerTokenFile().isPresent()) {
      return endpoint.bearerTokenFile().map(file -> "Bearer " + secret(file));
    }
    return endpoint
        .basic()
        .map(
            login -> {
              String pair = login.user() + ":" + secret(login.passwordFile());
              byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
              return "Basic " + Base64.getEncoder().encodeToString(bytes);
            });
  }

  private static String secret(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException unreadable) {
      throw new UserException(
          "cannot log in to Prometheus",
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
        "Prometheus at " + endpoint.url() + " cannot be asked",
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
        new java.io.InterruptedIOException("stopped while asking Prometheus"));
  }

  private static void close(InputStream body) {
    try {
      body.close();
    } catch (IOException alreadyBroken) {
      return;
    }
  }
}
