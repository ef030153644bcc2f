package io.tidewatch.demo.history.logs;

/**
 * One line as a container writes it; a stack trace is several.
 *
 * @param nanos since 1970-01-01T00:00Z
 */
public record LogLine(long nanos, String text) {}
