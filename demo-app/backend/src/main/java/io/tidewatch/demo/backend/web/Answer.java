package io.tidewatch.demo.backend.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tidewatch.demo.backend.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Status, headers and body of a response. */
public record Answer(int status, Map<String, String> headers, byte[] body) {
  private static final Map<Integer, String> TITLES =
      Map.of(
          400, "Bad request",
          404, "Not found",
          405, "Method not allowed",
          413, "Too large",
          500, "Internal error",
          503, "Service unavailable");

  /** Copies the headers. */
  public Answer {
    headers = Map.copyOf(headers);
  }

  /** Plain text. */
  public static Answer text(int status, String text) {
    return new Answer(
        status,
        Map.of("Content-Type", "text/plain; charset=utf-8"),
        text.getBytes(StandardCharsets.UTF_8));
  }

  /** A JSON document. */
  public static Answer json(int status, Object document) {
    return new Answer(status, Map.of("Content-Type", "application/json"), bytes(document));
  }

  /** Nothing but a status. */
  public static Answer empty(int status) {
    return new Answer(status, Map.of(), new byte[0]);
  }

  /** A problem document (RFC 9457). */
  public static Answer problem(int status, String detail) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", "about:blank");
    document.put("title", TITLES.getOrDefault(status, "Error"));
    document.put("status", status);
    document.put("detail", detail);
    return new Answer(status, Map.of("Content-Type", "application/problem+json"), bytes(document));
  }

  /** The same with one more header. */
  public Answer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, more, body);
  }

  private static byte[] bytes(Object document) {
    try {
      return Json.MAPPER.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not a JSON document: " + document, e);
    }
  }
}
