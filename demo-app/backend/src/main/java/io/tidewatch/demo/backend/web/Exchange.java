package io.tidewatch.demo.backend.web;

import java.util.Optional;

/**
 * One request as it is counted and logged.
 *
 * @param route a path of the {@link Routes}, or "other": never what a stranger typed, so that
 *     labels stay few
 * @param nanos from the request's arrival to the end of its answer
 */
public record Exchange(
    String method, String route, int status, long nanos, Optional<String> traceId) {}
