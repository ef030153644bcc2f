package io.tidewatch.log;

import java.util.Objects;

/** What a line says and how serious it is. */
public record ParsedLine(LogLevel level, String message) {
  public ParsedLine {
    Objects.requireNonNull(level, "level");
    Objects.requireNonNull(message, "message");
  }

  /** The message with its parameters masked. */
  public TokenPattern pattern() {
    return TokenPattern.of(message);
  }
}
