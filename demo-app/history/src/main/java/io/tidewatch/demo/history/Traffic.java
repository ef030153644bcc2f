package io.tidewatch.demo.history;

import java.util.List;

/** Where readings come from, one minute after the other. */
public interface Traffic {
  /** All series there are, family by family. */
  List<Series> series();

  /** The first minute of the history, since 1970-01-01T00:00Z. */
  long firstMinute();

  /** The last minute of the history; what comes after it is live. */
  long lastMinute();

  /** The readings of the minute; minutes must not go back. A series without one has a gap. */
  List<Reading> at(long minute);
}
