package io.tidewatch.serving.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An error as RFC 9457 writes it; the type leads to the code's line on the docs page.
 *
 * @param code a stable word for programs
 * @param status the HTTP status
 * @param title what the code means, the same every time
 * @param detail what happened this time, and what to do
 * @param more further members
 */
public record Problem(
    String code, int status, String title, String detail, Map<String, Object> more) {
  /** The media type of the document. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** The member that says how many seconds to wait before asking again. */
  public static final String RETRY_AFTER = "retry_after_seconds";

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  public Problem {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(detail, "detail");
    more = Map.copyOf(more);
  }

  /** A problem without further members. */
  public static Problem of(Kind kind, String detail) {
    return of(kind, detail, Map.of());
  }

  /** A problem of a kind. */
  public static Problem of(Kind kind, String detail, Map<String, Object> more) {
    return new Problem(kind.code, kind.status, kind.title, detail, more);
  }

  /** The members of the document. */
  public Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", "/docs#" + code);
    members.put("title", title);
    members.put("status", status);
    members.put("detail", detail);
    members.put("code", code);
    members.putAll(more);
    return members;
  }

  /** The document, as the answer to a request for {@code path}. */
  public byte[] toJson(String path) {
    Map<String, Object> members = members();
    members.put("instance", path);
    try {
      return MAPPER.writeValueAsBytes(members);
    } catch (IOException bug) {
      throw new UncheckedIOException("a problem cannot be written", bug);
    }
  }

  /** How long to wait before asking again, where that helps. */
  public Optional<String> retryAfter() {
    return Optional.ofNullable(more.get(RETRY_AFTER)).map(Object::toString);
  }

  /** Every kind of problem this server answers with. */
  public enum Kind {
    WORKLOAD_MISSING("WorkloadMissing", 400, "The request names no workload"),
    MALFORMED_WORKLOAD("MalformedWorkload", 400, "This does not name a workload"),
    MALFORMED_JSON("MalformedJson", 400, "The body is not the JSON that this route takes"),
    OTHER_FEATURES("OtherFeatures", 400, "These are not the features of the model"),
    UNAUTHORIZED("Unauthorized", 401, "The request carries no token that is good here"),
    UNKNOWN_WORKLOAD("UnknownWorkload", 404, "The catalogue has no such workload"),
    NOT_FOUND("NotFound", 404, "There is no such route"),
    METHOD_NOT_ALLOWED("MethodNotAllowed", 405, "The route does not take this method"),
    REQUEST_TIMEOUT("RequestTimeout", 408, "The body took too long to arrive"),
    LOGS_NEEDED("LogsNeeded", 409, "The model judges logs, which are not read here"),
    MODEL_REFUSED("ModelRefused", 409, "The new model must not be served"),
    BODY_TOO_LARGE("BodyTooLarge", 413, "The body is too large"),
    UNSUPPORTED_MEDIA("UnsupportedMedia", 415, "The body is not sent as JSON"),
    TOO_BUSY("TooBusy", 429, "Too much is being asked at once"),
    BAD_REQUEST("BadRequest", 400, "The request cannot be understood"),
    INTERNAL("Internal", 500, "This is a bug of the server"),
    NO_MODEL("NoModel", 503, "No model is in use"),
    NO_HISTORY("NoHistory", 503, "Too little demand has been seen to forecast"),
    GAPS("Gaps", 503, "Too much of the recent demand is unknown to forecast"),
    STALE("Stale", 503, "The newest demand is too old to forecast from"),
    NO_PODS("NoPods", 503, "No pod of the workload has been seen for long enough"),
    DATA_UNAVAILABLE("DataUnavailable", 503, "Prometheus does not answer"),
    TOKEN_UNREADABLE("TokenUnreadable", 503, "The server cannot read the token it is to ask for"),
    STOPPING("Stopping", 503, "The server is ending"),
    REGISTRY_UNAVAILABLE("RegistryUnavailable", 503, "The model registry does not answer");

    private final String code;
    private final int status;
    private final String title;

    Kind(String code, int status, String title) {
      this.code = code;
      this.status = status;
      this.title = title;
    }

    /** The stable word. */
    public String code() {
      return code;
    }

    /** The HTTP status. */
    public int status() {
      return status;
    }

    /** What it means. */
    public String title() {
      return title;
    }
  }
}
