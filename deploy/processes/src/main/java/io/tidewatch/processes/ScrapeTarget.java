package io.tidewatch.processes;

/**
 * A server on the loopback address whose metrics Prometheus reads.
 *
 * @param job the value of the label {@code job}
 * @param port its TCP port
 * @param path where its metrics are
 */
public record ScrapeTarget(String job, int port, String path) {

  public ScrapeTarget {
    if (!job.matches("[A-Za-z0-9_.-]+")) {
      throw new IllegalArgumentException("not a job name: " + job);
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException(job + ": not a port: " + port);
    }
    if (!path.matches("/[A-Za-z0-9/_.-]*")) {
      throw new IllegalArgumentException(job + ": not a path: " + path);
    }
  }

  /** A server with its metrics at the usual place. */
  public ScrapeTarget(String job, int port) {
    this(job, port, "/metrics");
  }
}
