package io.tidewatch.operator.incident;

import io.tidewatch.operator.incident.Incident.Severity;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/**
 * Who is told, and how often the same again.
 *
 * @param least the least severity that this one hears of
 * @param every how often an open incident is repeated
 * @param afterwards how long a resolution is repeated, for receivers that forget in a restart
 * @param forgetful whether everything open is repeated when we start
 */
record Addressee(
    String name, Severity least, Duration every, Duration afterwards, boolean forgetful) {
  Addressee {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(least, "least");
    Objects.requireNonNull(afterwards, "afterwards");
    if (every.isNegative() || every.isZero()) {
      throw new IllegalArgumentException("a repetition needs a pause: " + every);
    }
  }

  /** Whether an episode is this one's business; a route that nobody answers to goes to all. */
  boolean hears(Episode episode, Set<String> everybody) {
    boolean loud = episode.severity().compareTo(least) >= 0;
    boolean known = episode.routing().receivers().stream().anyMatch(everybody::contains);
    return loud && !episode.folded() && (!known || episode.routing().receivers().contains(name));
  }
}
