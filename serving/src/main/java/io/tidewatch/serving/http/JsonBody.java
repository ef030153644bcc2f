package io.tidewatch.serving.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the bodies of one route: bounded, and refused with the place of what is wrong.
 *
 * @param advice what to do about a body that is too large
 * @param example a body that the route takes
 */
record JsonBody(String advice, String example) {
  /** Larger bodies are refused: 30 000 names fit. */
  private static final int LARGEST = 1 << 20;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** The bytes of a request. */
  byte[] bytes(Context ctx) throws IOException {
    try (InputStream in = ctx.req().getInputStream()) {
      byte[] body = in.readNBytes(LARGEST + 1);
      if (body.length > LARGEST) {
        throw new ProblemException(
            Problem.of(
                Problem.Kind.BODY_TOO_LARGE,
                "a body may have %d bytes: %s".formatted(LARGEST, advice)));
      }
      return body;
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
}
