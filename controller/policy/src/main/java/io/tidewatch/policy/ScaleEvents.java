package io.tidewatch.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An HPA's own changes of a count in one direction, as far as its rates still need them. */
public record ScaleEvents(List<Event> events) {
  private static final ScaleEvents NONE = new ScaleEvents(List.of());

  public ScaleEvents {
    events = List.copyOf(events);
  }

  /**
   * One change.
   *
   * @param change pods added or removed
   * @param at when
   * @param outdated whether its place may be taken by another
   */
  public record Event(int change, Instant at, boolean outdated) {
    private Event marked(Instant before) {
      return new Event(change, at, outdated || at.isBefore(before));
    }
  }

  /** No change yet. */
  public static ScaleEvents none() {
    return NONE;
  }

  /** Pods changed less than {@code seconds} ago. */
  int within(int seconds, Instant now) {
    Instant since = now.minusSeconds(seconds);
    return events.stream().filter(event -> event.at().isAfter(since)).mapToInt(Event::change).sum();
  }

  /** These and one of this moment, which takes the place of one older than {@code longest}. */
  ScaleEvents with(int change, Instant now, Duration longest) {
    List<Event> next = new ArrayList<>();
    events.forEach(event -> next.add(event.marked(now.minus(longest))));
    Event newest = new Event(change, now, false);
    for (int i = next.size() - 1; i >= 0; i--) {
      if (next.get(i).outdated()) {
        next.set(i, newest);
        return new ScaleEvents(next);
      }
    }
    next.add(newest);
    return new ScaleEvents(next);
  }
}
