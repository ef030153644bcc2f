package io.tidewatch.serving.http;

import java.util.Objects;

/** Ends a request with a problem document; costs no stack trace because it is no bug. */
public final class ProblemException extends RuntimeException {
  private final transient Problem problem;

  public ProblemException(Problem problem) {
    super(Objects.requireNonNull(problem, "problem").detail(), null, false, false);
    this.problem = problem;
  }

  /** What to answer. */
  public Problem problem() {
    return problem;
  }
}
