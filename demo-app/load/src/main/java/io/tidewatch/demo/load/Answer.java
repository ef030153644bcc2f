package io.tidewatch.demo.load;

import java.util.Optional;

/**
 * How a request ended.
 *
 * @param kind what became of it
 * @param detail the status, or the failure in the client's words, when it is not a plain success
 */
public record Answer(Kind kind, Optional<String> detail) {
  static Answer ofStatus(int status) {
    return new Answer(Kind.ofStatus(status), Optional.of(String.valueOf(status)));
  }

  static Answer ofFailure(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String text = root.getClass().getSimpleName() + ": " + root.getMessage();
    return new Answer(Kind.ofFailure(failure), Optional.of(text));
  }
}
