package io.tidewatch.processes;

import java.util.Objects;

/** A child process or program that cannot do its work, told as problem, cause and remedy. */
public final class ProcessException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String problem;
  private final String reason;
  private final String remedy;

  /** Three sentences for the person at the terminal: what is wrong, why, and what to do. */
  public ProcessException(String problem, String reason, String remedy) {
    super(problem + "\n  cause:  " + reason + "\n  remedy: " + remedy);
    this.problem = Objects.requireNonNull(problem, "problem");
    this.reason = Objects.requireNonNull(reason, "reason");
    this.remedy = Objects.requireNonNull(remedy, "remedy");
  }

  /** What is wrong. */
  public String problem() {
    return problem;
  }

  /** Why it is wrong; may hold the last lines of the process's log. */
  public String reason() {
    return reason;
  }

  /** What to do about it. */
  public String remedy() {
    return remedy;
  }
}
