package io.tidewatch.demo.faults;

/** What kubectl said and how it ended. */
record KubectlAnswer(int exitCode, String out, String err) {
  boolean ok() {
    return exitCode == 0;
  }
}
