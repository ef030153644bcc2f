package io.tidewatch.source;

import io.tidewatch.domain.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Posts a JSON document once and says what became of it; another try is the caller's to decide.
 *
 * @param product what runs there, for messages
 */
public record ApiPost(String product, ApiAccess access) {
  private static final int PEEKED = 200;

  /** What a receiver made of a document. */
  public enum Verdict {
    TAKEN,
    /** The same document may be taken at another time. */
    LATER,
    /** The receiver does not want this document, or not from us. */
    REFUSED
  }

  /**
   * The answer.
   *
   * @param text what happened, for people
   * @param pause what the receiver asked us to wait
   */
  public record Answer(Verdict verdict, String text, Optional<Duration> pause) {
    public static Answer taken() {
      return new Answer(Verdict.TAKEN, "taken", Optional.empty());
    }

    public static Answer later(String text) {
      return new Answer(Verdict.LATER, text, Optional.empty());
    }
  }

  /** Posts; whatever fails is an answer, never an exception. */
  public Answer send(URI url, Map<String, String> headers, byte[] json) {
    ApiServer server = new Server(product, url, access);
    try {
      return send(server, request(server, headers, json));
    } catch (UserException mistake) {
      return Answer.later(mistake.problem() + ": " + mistake.reason());
    } catch (IllegalArgumentException unsendable) {
      // Its message would repeat the token.
      return Answer.later("the address, or a token or header, is not one that can be sent");
    }
  }

  private record Server(String product, URI url, ApiAccess access) implements ApiServer {
    @Override
    public URI probe() {
      return url;
    }
  }

  private HttpRequest request(ApiServer server, Map<String, String> headers, byte[] json) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.url())
            .timeout(access.timeout())
            .header("Content-Type", "application/json")
            .header("User-Agent", "tidewatch")
            .POST(HttpRequest.BodyPublishers.ofByteArray(json));
    access.headers().forEach(request::setHeader);
    headers.forEach(request::setHeader);
    // Read anew for every call: tokens are rotated.
    new ApiLogin(server).header().ifPresent(value -> request.setHeader("Authorization", value));
    return request.build();
  }

  private Answer send(ApiServer server, HttpRequest request) {
    try {
      return judged(
          Connections.OF_THIS_PROCESS
              .pool(access.tls())
              .send(request, HttpResponse.BodyHandlers.ofInputStream()));
    } catch (HttpTimeoutException slow) {
      return Answer.later("no answer within " + access.timeout().toSeconds() + " s");
    } catch (IOException failure) {
      return Answer.later(words(server, failure));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Answer.later("stopped while posting");
    }
  }

  // The address may hold a secret, so it is never repeated.
  private static String words(ApiServer server, IOException failure) {
    return new TlsFailure(server)
        .of(failure)
        .map(mistake -> "it cannot be trusted: " + mistake.reason())
        .orElseGet(() -> "no connection: " + failure.getClass().getSimpleName());
  }

  private Answer judged(HttpResponse<InputStream> response) {
    int status = response.statusCode();
    String beginning = beginning(response.body());
    if (status / 100 == 2) {
      return Answer.taken();
    }
    String text = "status " + status + (beginning.isEmpty() ? "" : ": " + beginning);
    boolean passing = status / 100 == 5 || status == 408 || status == 425 || status == 429;
    return new Answer(
        passing ? Verdict.LATER : Verdict.REFUSED,
        text,
        RetryAfter.of(
            response.headers().firstValue("Retry-After"), response.headers().firstValue("Date")));
  }

  // The request's own time-out ends with the headers; a body may stall for ever, or never end.
  private String beginning(InputStream body) {
    CompletableFuture<Void> guard =
        CompletableFuture.runAsync(
            () -> close(body),
            CompletableFuture.delayedExecutor(access.timeout().toMillis(), TimeUnit.MILLISECONDS));
    try {
      String text = new String(body.readNBytes(PEEKED), StandardCharsets.UTF_8);
      return text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    } catch (IOException torn) {
      return "";
    } finally {
      guard.cancel(false);
      close(body);
    }
  }

  private static void close(InputStream body) {
    try {
      body.close();
    } catch (IOException alreadyBroken) {
      return;
    }
  }
}
