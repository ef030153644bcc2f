package io.tidewatch.processes;

/**
 * A server on the loopback address whose metrics Prometheus reads.
 *
 * @param job the value of the label {@code job}
 * @param port its TCP port
 * @param path where its metrics are
 * @param continuesBackfill whether its series go on where back-filled ones end: then they are
 *     stored without the labels {@code job} and {@code instance}, which those do not have either
 */
public record ScrapeTarget(String job, int port, String path, boolean continuesBackfill) {

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
    this(job, port, "/metrics", false);
  }

  /** A server whose series go on where back-filled ones end. */
  public static ScrapeTarget continuing(String job, int port, String path) {
    return new ScrapeTarget(job, port, path, true);
  }
}
