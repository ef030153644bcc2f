package io.tidewatch.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * What the HPA controller remembers of one HPA between two syncs.
 *
 * @param recommendations what was recommended, with the ages of {@code asOf}
 * @param rises replicas it added
 * @param falls replicas it removed
 */
public record HpaMemory(
    Recommendations recommendations, Instant asOf, ScaleEvents rises, ScaleEvents falls) {
  public HpaMemory {
    Objects.requireNonNull(recommendations, "recommendations");
    Objects.requireNonNull(asOf, "asOf");
    Objects.requireNonNull(rises, "rises");
    Objects.requireNonNull(falls, "falls");
  }

  /** Nothing, as after a start of the controller. */
  public static HpaMemory none(Instant now) {
    return new HpaMemory(Recommendations.none(), now, ScaleEvents.none(), ScaleEvents.none());
  }

  /** The same at {@code now}; the first count that is ever found is the first recommendation. */
  HpaMemory at(Instant now, int current) {
    Recommendations aged =
        recommendations.pods().size() == 0
            ? Recommendations.of(current)
            : recommendations.after(Math.max(0, Duration.between(asOf, now).toMillis()));
    return new HpaMemory(aged, now, rises, falls);
  }

  HpaMemory recommending(int wish, Behavior behavior) {
    return new HpaMemory(recommendations.with(wish, behavior.windowMillis()), asOf, rises, falls);
  }

  /** After the count was changed; without a written behaviour no change is remembered. */
  HpaMemory scaled(int from, int to, Behavior behavior) {
    if (behavior.unwritten() || from == to) {
      return this;
    }
    if (to > from) {
      Duration longest = Duration.ofSeconds(behavior.up().longestSeconds());
      return new HpaMemory(recommendations, asOf, rises.with(to - from, asOf, longest), falls);
    }
    Duration longest = Duration.ofSeconds(behavior.down().longestSeconds());
    return new HpaMemory(recommendations, asOf, rises, falls.with(from - to, asOf, longest));
  }

  /** The count when the period of so many seconds that ends now began, as far as it is ours. */
  int countAtStart(int present, int seconds) {
    return present - rises.within(seconds, asOf) + falls.within(seconds, asOf);
  }
}
