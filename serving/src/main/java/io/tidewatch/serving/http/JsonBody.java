package io.tidewatch.serving.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Reads the bodies of one route: JSON, bounded in size, depth and time, no key twice; refused with
 * the place of what is wrong.
 *
 * @param advice what to do about a body that is too large
 * @param example a body that the route takes
 */
record JsonBody(HttpLimits limits, String advice, String example) {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // Of a text that is no JSON only the place is told, never what stands there.
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private static final Pattern JSON = Pattern.compile("application/([a-z0-9.+-]+\\+)?json *(;.*)?");
  private static final int PART = 16_384;

  // Who still sends when the connection is closed never sees the answer: so much is thrown away.
  private static final long READ_ON = 32L << 20;

  /** The bytes of a request. */
  byte[] bytes(Context ctx) throws IOException {
    requireJson(ctx);
    long deadline = System.nanoTime() + limits.slowestBody().toNanos();
    ByteArrayOutputStream body = new ByteArrayOutputStream(PART);
    byte[] part = new byte[PART];
    try (InputStream in = ctx.req().getInputStream()) {
      long seen = 0;
      for (int n = in.read(part); n >= 0; n = in.read(part)) {
        seen += n;
        if (seen <= limits.largestBody()) {
          body.write(part, 0, n);
        }
        if (seen > READ_ON) {
          throw tooLarge();
        }
        if (System.nanoTime() > deadline) {
          throw tooSlow(ctx);
        }
      }
      if (seen > limits.largestBody()) {
        throw tooLarge();
      }
      return body.toByteArray();
    } catch (IOException broken) {
      if (broken instanceof InterruptedIOException || silent(broken)) {
        throw tooSlow(ctx);
      }
      throw new ProblemException(
          Problem.of(Problem.Kind.BAD_REQUEST, "the body ended before its time"));
    }
  }

  /** The document in a body. */
  JsonNode parsed(byte[] body) {
    try {
      return MAPPER.readTree(body);
    } catch (JacksonException malformed) {
      String where =
          malformed.getLocation() == null
              ? ""
              : " (line %d, column %d)"
                  .formatted(
                      malformed.getLocation().getLineNr(), malformed.getLocation().getColumnNr());
      throw malformed(malformed.getOriginalMessage() + where);
    } catch (IOException bug) {
      throw new IllegalStateException("memory cannot be read", bug);
    }
  }

  /** The answer to a body of another form. */
  ProblemException malformed(String why) {
    return new ProblemException(
        Problem.of(Problem.Kind.MALFORMED_JSON, why + "; an example: " + example));
  }

  /** A request that does not say what its body is may pass: it is parsed as JSON or refused. */
  private static void requireJson(Context ctx) {
    String type = ctx.req().getContentType();
    String encoding = ctx.req().getHeader("Content-Encoding");
    if (type != null && !JSON.matcher(type.strip().toLowerCase(Locale.ROOT)).matches()) {
      throw unsupported("Content-Type is " + type + ", not application/json (curl: use --json)");
    }
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw unsupported("Content-Encoding is " + encoding + ": send the body as it is");
    }
  }

  private static ProblemException unsupported(String why) {
    return new ProblemException(Problem.of(Problem.Kind.UNSUPPORTED_MEDIA, why));
  }

  private ProblemException tooLarge() {
    return new ProblemException(
        Problem.of(
            Problem.Kind.BODY_TOO_LARGE,
            "a body may have %d bytes: %s".formatted(limits.largestBody(), advice)));
  }

  private ProblemException tooSlow(Context ctx) {
    // What may still come of the body must not be taken for the next request.
    ctx.header("Connection", "close");
    return new ProblemException(
        Problem.of(
            Problem.Kind.REQUEST_TIMEOUT,
            "a body may take %d ms to arrive".formatted(limits.slowestBody().toMillis())));
  }

  private static boolean silent(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof TimeoutException) {
        return true;
      }
    }
    return false;
  }
}
