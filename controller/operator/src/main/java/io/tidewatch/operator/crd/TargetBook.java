package io.tidewatch.operator.crd;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What is known of targets: new ones are looked up at once, the others in turn, a few at a time, so
 * that thousands of them are no burden.
 */
public final class TargetBook {
  private static final TargetSight NOT_YET = TargetSight.unknown("it has not been looked up yet");
  private static final Duration FRESH = Duration.ofSeconds(15);
  private static final int FEWEST = 10;
  private static final int TURNS = 600;

  private final Function<TargetKey, TargetSight> lookUp;
  private final Clock clock;
  private final Map<TargetKey, Seen> seen = new HashMap<>();

  private record Seen(TargetSight sight, Instant at) {}

  public TargetBook(Function<TargetKey, TargetSight> lookUp, Clock clock) {
    this.lookUp = lookUp;
    this.clock = clock;
  }

  /** Looks up those whose turn it is; forgets the others. */
  public void refresh(Collection<TargetKey> wanted) {
    Set<TargetKey> all = Set.copyOf(wanted);
    seen.keySet().retainAll(all);
    Instant stale = clock.instant().minus(FRESH);
    all.stream()
        .filter(key -> !lookedUp(key).isAfter(stale))
        .sorted(Comparator.comparing(this::lookedUp))
        .limit(Math.max(FEWEST, all.size() / TURNS))
        .toList()
        .forEach(this::look);
  }

  /** What is known. */
  public TargetSight sight(TargetKey key) {
    return seen.containsKey(key) ? seen.get(key).sight() : NOT_YET;
  }

  // Who cannot be asked does not take back what was said.
  private void look(TargetKey key) {
    TargetSight now = lookUp.apply(key);
    boolean mute = now.verdict() == TargetSight.Verdict.UNKNOWN && seen.containsKey(key);
    seen.put(key, new Seen(mute ? seen.get(key).sight() : now, clock.instant()));
  }

  private Instant lookedUp(TargetKey key) {
    return seen.containsKey(key) ? seen.get(key).at() : Instant.MIN;
  }
}
