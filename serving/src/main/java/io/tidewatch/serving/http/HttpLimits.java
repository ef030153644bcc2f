package io.tidewatch.serving.http;

import java.time.Duration;
import java.util.Objects;

/**
 * How much the server takes on; all durations are wall time.
 *
 * @param inFlight requests answered at once; further ones are refused at once. Probes and metrics
 *     are always answered
 * @param lookups looks at the registry, and sweeps over pods, that requests may wait for at once
 * @param largestBody bytes of a request's body
 * @param slowestBody how long a body may take to arrive
 * @param idle how long a connection may be silent
 * @param drain how long running requests may go on when the server is to end
 */
public record HttpLimits(
    int inFlight,
    int lookups,
    int largestBody,
    Duration slowestBody,
    Duration idle,
    Duration drain) {
  /** What a few megabytes of memory and two processors carry. */
  public static final HttpLimits USUAL =
      new HttpLimits(
          48, 4, 1 << 20, Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(10));

  public HttpLimits {
    Objects.requireNonNull(slowestBody, "slowestBody");
    Objects.requireNonNull(idle, "idle");
    Objects.requireNonNull(drain, "drain");
  }
}
