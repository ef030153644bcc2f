package io.tidewatch.source;

import io.tidewatch.domain.UserException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Judges an answer of Loki by its status: every error of Loki is plain text. */
final class LokiResponse {
  private static final int LONGEST_TEXT = 2_000;

  private final LokiEndpoint endpoint;
  private final HttpResponse<InputStream> response;
  private final ApiResponse common;

  LokiResponse(LokiEndpoint endpoint, HttpResponse<InputStream> response) {
    this.endpoint = endpoint;
    this.response = response;
    this.common = new ApiResponse(endpoint, response);
  }

  /** Reads a body of JSON; what it is not able to read is asked for again. */
  interface BodyReader {
    void read(InputStream body) throws IOException, TransientFailure, QueryFailure;
  }

  /** Reads the result of a query, or throws what the answer means. */
  void read(ApiAnswer.ResultReader reader) throws TransientFailure, QueryFailure {
    readBody(body -> readResult(body, reader));
  }

  /** Reads an answer of another shape, or throws what the answer means. */
  void readBody(BodyReader reader) throws TransientFailure, QueryFailure {
    common.requireNoRedirect();
    try (InputStream body = new BufferedInputStream(response.body(), 1 << 16)) {
      boolean json = ApiResponse.peek(body).startsWith("{");
      if (response.statusCode() / 100 != 2 || !json) {
        throw refused(text(body));
      }
      reader.read(body);
    } catch (IOException torn) {
      throw new TransientFailure(
          "its answer broke off or is no answer of this API: " + torn.getMessage(),
          common.retryAfter(),
          torn);
    }
  }

  private void readResult(InputStream body, ApiAnswer.ResultReader reader)
      throws IOException, TransientFailure, QueryFailure {
    // Bytes that are no UTF-8 become U+FFFD, as Loki's own JSON does it: the line is kept.
    ApiAnswer answer = ApiAnswer.read(new InputStreamReader(body, StandardCharsets.UTF_8), reader);
    if (!answer.succeeded()) {
      throw common.failed("status 200 and \"" + answer.error() + "\"");
    }
    ApiResponse.requireComplete(answer);
  }

  /** The text of an answer that is no JSON, such as that of {@code /ready}. */
  String text() throws TransientFailure {
    try (InputStream body = response.body()) {
      return text(body);
    } catch (IOException torn) {
      throw new TransientFailure("its answer broke off", common.retryAfter(), torn);
    }
  }

  private static String text(InputStream body) throws IOException {
    return new String(body.readNBytes(LONGEST_TEXT), StandardCharsets.UTF_8).strip();
  }

  private TransientFailure refused(String text) throws TransientFailure, QueryFailure {
    int status = response.statusCode();
    String said = text.isEmpty() ? "no text" : "\"" + ApiResponse.firstLine(text) + "\"";
    if (status == 401 || status == 403) {
      throw notLetIn(status, said);
    }
    if (status == 400) {
      throw new QueryFailure(RangeGap.Reason.BAD_QUERY, text);
    }
    // 413 and ResourceExhausted: the answer would be larger than Loki's parts may send each other.
    if (status == 413 || status == 422 || text.contains("ResourceExhausted")) {
      throw new QueryFailure(RangeGap.Reason.EXECUTION, text);
    }
    if (status == 504) {
      throw new QueryFailure(RangeGap.Reason.TIMEOUT, text);
    }
    return common.failed("status " + status + " and " + said);
  }

  private UserException notLetIn(int status, String said) {
    return new UserException(
        endpoint.url() + " does not let us in",
        "it answers with status " + status + " and " + said,
        "give the tenant ("
            + LokiEndpoint.TENANT_HEADER
            + "), or a bearer token file, or a user and a password file, that may read it");
  }
}
