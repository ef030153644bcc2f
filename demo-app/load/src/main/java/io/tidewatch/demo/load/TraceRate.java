package io.tidewatch.demo.load;

import io.tidewatch.demo.trace.UserError;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A window of a trace, played {@code speed} times as fast and scaled so that its maximum is the
 * peak.
 */
final class TraceRate implements Rate {
  private final Trace trace;
  private final double from;
  private final double speed;
  private final double peak;
  private final double scale;
  private final String description;

  private TraceRate(
      Trace trace, double from, double until, double speed, double peak, String name) {
    this.trace = trace;
    this.from = from;
    this.speed = speed;
    this.peak = peak;
    this.scale = peak / trace.most(from, until);
    this.description =
        "trace " + name + " from " + trace.first().plusMillis(Math.round(from * 1000));
  }

  /**
   * The window that begins at {@code start}, or with the trace, and lasts {@code duration} on the
   * wall clock.
   */
  static TraceRate of(
      Trace trace,
      Optional<Instant> start,
      Duration duration,
      double speed,
      double peak,
      String name) {
    double from =
        start.map(time -> Duration.between(trace.first(), time).toMillis() / 1000.0).orElse(0.0);
    double until = from + duration.toMillis() / 1000.0 * speed;
    if (from < 0 || until > trace.seconds()) {
      throw new UserError(
          "the trace " + name + " does not cover the run",
          "it reaches from "
              + trace.first()
              + " to "
              + trace.last()
              + ", the run needs "
              + trace.first().plusMillis(Math.round(from * 1000))
              + " to "
              + trace.first().plusMillis(Math.round(until * 1000)),
          "choose another --from, a shorter --duration or a lower --speed");
    }
    if (trace.most(from, until) <= 0) {
      throw new UserError(
          "the trace " + name + " has no traffic in the run's window",
          "no value there is above 0, so it cannot be scaled to --peak",
          "choose another --from");
    }
    return new TraceRate(trace, from, until, speed, peak, name);
  }

  @Override
  public double at(double seconds) {
    return scale * trace.at(from + seconds * speed);
  }

  @Override
  public double peak() {
    return peak;
  }

  @Override
  public String description() {
    return description;
  }
}
