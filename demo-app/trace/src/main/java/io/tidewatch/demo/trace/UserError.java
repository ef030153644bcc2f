package io.tidewatch.demo.trace;

/** The user's fault: says what is wrong, why, and what to do; ends the process with exit code 2. */
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Joins problem, cause and remedy to the one message that the user sees. */
  public UserError(String problem, String cause, String remedy) {
    super("Problem: " + problem + "\nCause: " + cause + "\nRemedy: " + remedy);
  }
}
