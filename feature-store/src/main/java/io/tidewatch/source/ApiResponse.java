package io.tidewatch.source;

import io.tidewatch.domain.UserException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Judges an answer by its HTTP status and error type, never by the server's wording, which differs
 * between versions.
 */
final class ApiResponse {
  private static final int PEEKED = 200;

  private final ApiServer server;
  private final HttpResponse<InputStream> response;
  private final int status;

  ApiResponse(ApiServer server, HttpResponse<InputStream> response) {
    this.server = server;
    this.response = response;
    this.status = response.statusCode();
  }

  /** Reads the result, or throws what the answer means. */
  void read(ApiAnswer.ResultReader reader) throws TransientFailure, QueryFailure {
    requireLogin();
    requireNoRedirect();
    try (InputStream body = new BufferedInputStream(response.body(), 1 << 16)) {
      String beginning = peek(body);
      if (!beginning.startsWith("{")) {
        throw foreign(beginning);
      }
      judge(ApiAnswer.read(body, reader));
    } catch (IOException torn) {
      throw new TransientFailure(
          "its answer broke off or is no answer of this API: " + torn.getMessage(),
          retryAfter(),
          torn);
    }
  }

  private void judge(ApiAnswer answer) throws TransientFailure, QueryFailure {
    if (status / 100 == 2 && answer.succeeded()) {
      requireComplete(answer);
      return;
    }
    switch (answer.errorType()) {
      case "bad_data":
        throw new QueryFailure(RangeGap.Reason.BAD_QUERY, answer.error());
      case "execution":
        throw new QueryFailure(RangeGap.Reason.EXECUTION, answer.error());
      case "timeout":
        throw new QueryFailure(RangeGap.Reason.TIMEOUT, answer.error());
      default:
        throw failed("status " + status + ", " + answer.errorType() + ": " + answer.error());
    }
  }

  static void requireComplete(ApiAnswer answer) throws QueryFailure {
    if (!answer.warnings().isEmpty()) {
      throw new QueryFailure(RangeGap.Reason.PARTIAL, String.join("; ", answer.warnings()));
    }
  }

  void requireLogin() {
    if (status == 401 || status == 403) {
      throw new UserException(
          server.url() + " does not let us in",
          "it answers with status " + status,
          "give a bearer token file, or a user and a password file, that may read it");
    }
  }

  void requireNoRedirect() {
    if (status / 100 == 3) {
      throw new UserException(
          server.url() + " is not the address of a " + server.product() + " API",
          "it sends us on to " + response.headers().firstValue("Location").orElse("elsewhere"),
          "give the address it sends to, up to but without the path of the API");
    }
  }

  private TransientFailure foreign(String beginning) throws TransientFailure {
    String said = beginning.isEmpty() ? "an empty answer" : "\"" + firstLine(beginning) + "\"";
    return failed("status " + status + " and " + said);
  }

  // Only what may be over at the next try is transient; the rest is for the user to mend.
  TransientFailure failed(String description) {
    boolean transientServer = status / 100 == 5 && status != 501;
    if (status == 429 || transientServer) {
      return new TransientFailure("it answers with " + description, retryAfter(), null);
    }
    throw new UserException(
        server.url() + " does not answer like a " + server.product() + " API",
        "it answers with " + description,
        "check the address and its path prefix: " + server.probe() + " must be the API");
  }

  Optional<Duration> retryAfter() {
    return RetryAfter.of(
        response.headers().firstValue("Retry-After"), response.headers().firstValue("Date"));
  }

  static String peek(InputStream body) throws IOException {
    body.mark(PEEKED + 1);
    String beginning = new String(body.readNBytes(PEEKED), StandardCharsets.UTF_8);
    body.reset();
    return beginning.strip();
  }

  static String firstLine(String text) {
    String line = text.lines().findFirst().orElse("");
    return line.length() > 80 ? line.substring(0, 80) + "…" : line;
  }
}
