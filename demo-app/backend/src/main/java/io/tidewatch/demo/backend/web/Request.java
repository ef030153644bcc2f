package io.tidewatch.demo.backend.web;

import java.util.Map;
import java.util.Optional;

/**
 * What a route sees of a request.
 *
 * @param query the decoded query parameters, the last one of a name
 * @param body at most {@link Listener#LARGEST_BODY} bytes as text
 */
public record Request(
    String method, Map<String, String> query, String body, Optional<String> traceId) {
  /** Copies the query. */
  public Request {
    query = Map.copyOf(query);
  }
}
