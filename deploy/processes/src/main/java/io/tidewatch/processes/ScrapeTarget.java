package io.tidewatch.processes;

/**
 * A server on the loopback address whose {@code /metrics} Prometheus reads.
 *
 * @param job the value of the label {@code job}
 * @param port its TCP port
 */
public record ScrapeTarget(String job, int port) {

  public ScrapeTarget {
    if (!job.matches("[A-Za-z0-9_.-]+")) {
      throw new IllegalArgumentException("not a job name: " + job);
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException(job + ": not a port: " + port);
    }
  }
}
