package io.tidewatch.lab;

/** What a program said and how it ended. */
public record CommandOutput(int exitCode, String out, String err) {
  /** Whether the program was content. */
  public boolean ok() {
    return exitCode == 0;
  }
}
