package io.tidewatch.spark;

/** One verb's work; a verb is a picocli command that implements this. */
public interface Job {
  /**
   * Does the work and returns a record (or map) of what was done, which is printed as one JSON
   * line.
   *
   * @throws io.tidewatch.domain.UserException for what the user can mend
   */
  Object run(JobContext context);

  /** Whether its output is for a person or a program as it is, without a frame of ours. */
  default boolean printsItself() {
    return false;
  }
}
