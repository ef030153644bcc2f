package io.tidewatch.demo.history;

import java.time.Instant;
import java.time.zone.ZoneRules;

/**
 * One minute, as the clock on the wall of a zone shows it.
 *
 * @param epochMinute minutes since 1970-01-01T00:00Z
 * @param localDay days since 1970-01-01 of the local date
 * @param minuteOfDay 0 to 1439 on the local clock
 */
public record Moment(long epochMinute, long localDay, int minuteOfDay) {
  /** Minutes of an ordinary day, and of every UTC day. */
  public static final int MINUTES_A_DAY = 1440;

  /** Reads the local clock at the minute; summer time comes from the rules. */
  public static Moment of(long epochMinute, ZoneRules rules) {
    int offset = rules.getOffset(Instant.ofEpochSecond(epochMinute * 60)).getTotalSeconds() / 60;
    long local = epochMinute + offset;
    return new Moment(
        epochMinute, Math.floorDiv(local, MINUTES_A_DAY), Math.floorMod(local, MINUTES_A_DAY));
  }

  /** Minutes since 1970-01-01T00:00 on the local clock. */
  public long localMinute() {
    return localDay * MINUTES_A_DAY + minuteOfDay;
  }
}
