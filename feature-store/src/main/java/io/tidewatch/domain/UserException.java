package io.tidewatch.domain;

/**
 * An error that the user can mend: a message of problem, cause and remedy (exit code 2 or HTTP
 * 4xx), never a bug of ours.
 */
public final class UserException extends RuntimeException {
  private final String problem;
  private final String cause;
  private final String remedy;

  public UserException(String problem, String cause, String remedy) {
    this(problem, cause, remedy, null);
  }

  /** As above, keeping the exception that revealed the problem for the log. */
  public UserException(String problem, String cause, String remedy, Throwable origin) {
    super(problem + "\n  cause:  " + cause + "\n  remedy: " + remedy, origin);
    this.problem = problem;
    this.cause = cause;
    this.remedy = remedy;
  }

  /** What does not work, in one sentence. */
  public String problem() {
    return problem;
  }

  /** Why it does not work, as far as it is known. */
  public String reason() {
    return cause;
  }

  /** What the user can do about it. */
  public String remedy() {
    return remedy;
  }
}
