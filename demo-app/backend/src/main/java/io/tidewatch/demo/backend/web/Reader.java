package io.tidewatch.demo.backend.web;

import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a {@link Request} of what the server hands over. */
final class Reader {
  private static final Pattern TRACE_PARENT =
      Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");
  private static final Pattern REQUEST_ID = Pattern.compile("([0-9a-f]{32})");

  private final HttpExchange exchange;

  Reader(HttpExchange exchange) {
    this.exchange = exchange;
  }

  Request request(String body) {
    return new Request(
        exchange.getRequestMethod(),
        query(exchange.getRequestURI().getRawQuery()),
        body,
        traceId());
  }

  /** W3C's trace context, or the id that a proxy gave. */
  Optional<String> traceId() {
    return header("traceparent", TRACE_PARENT).or(() -> header("X-Request-Id", REQUEST_ID));
  }

  private Optional<String> header(String name, Pattern form) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name))
        .map(form::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1));
  }

  static Map<String, String> query(String raw) {
    Map<String, String> parameters = new HashMap<>();
    if (raw == null || raw.isEmpty()) {
      return parameters;
    }
    for (String pair : raw.split("&")) {
      String[] parts = pair.split("=", 2);
      parameters.put(decode(parts[0]), parts.length == 2 ? decode(parts[1]) : "");
    }
    return parameters;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new BadRequest("the query cannot be decoded: " + text);
    }
  }
}
