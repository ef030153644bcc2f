package io.tidewatch.demo.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One run, checked.
 *
 * @param targets each gets every request
 * @param rate requests per second that are meant to arrive
 * @param duration on the wall clock
 * @param speed how many times faster than the recording
 * @param seed of the arrivals
 * @param timeout after which a request counts as lost
 * @param mostInFlight per target; requests beyond it are shed
 * @param lateLimit above which the generator's own lateness makes its figures doubtful
 * @param out folder of the results
 */
public record LoadPlan(
    List<Target> targets,
    Rate rate,
    Duration duration,
    double speed,
    long seed,
    Duration timeout,
    int mostInFlight,
    Duration lateLimit,
    Path out) {
  /** Copies the targets. */
  public LoadPlan {
    targets = List.copyOf(targets);
  }
}
