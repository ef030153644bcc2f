package io.tidewatch.demo.history;

import io.tidewatch.demo.trace.UserError;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A recorded trace, moved so that its last row is the last minute of the history. After that its
 * last day is replayed again and again: live traffic of the right shape, though not new.
 */
public final class TraceTraffic implements Traffic {
  private static final Pattern NAME = Pattern.compile("([A-Za-z0-9-]+)/([A-Za-z0-9._-]+)");

  private final Trace trace;
  private final long lastMinute;
  private final Series series;

  /** The trace as the demand of {@code namespace/name}. */
  public TraceTraffic(Trace trace, long lastMinute, String workload) {
    Matcher name = NAME.matcher(workload);
    if (!name.matches()) {
      throw new UserError(
          "'" + workload + "' is not a workload",
          "a workload is namespace/name in letters, digits, dots, '_' and '-'",
          "write for example --workload trace/wc98");
    }
    this.trace = trace;
    this.lastMinute = lastMinute;
    this.series = Series.ofWorkload(Family.REQUESTS, name.group(1), name.group(2));
  }

  @Override
  public List<Series> series() {
    return List.of(series);
  }

  @Override
  public long firstMinute() {
    return lastMinute - trace.minutes() + 1;
  }

  @Override
  public long lastMinute() {
    return lastMinute;
  }

  @Override
  public List<Reading> at(long minute) {
    OptionalDouble value = trace.at(index(minute));
    return value.isPresent() ? List.of(new Reading(series, value.getAsDouble())) : List.of();
  }

  private int index(long minute) {
    if (minute <= lastMinute) {
      return Math.toIntExact(minute - firstMinute());
    }
    int intoDay = Math.floorMod(minute - lastMinute - 1, Moment.MINUTES_A_DAY);
    return trace.minutes() - Moment.MINUTES_A_DAY + intoDay;
  }
}
