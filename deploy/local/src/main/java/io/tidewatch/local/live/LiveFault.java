package io.tidewatch.local.live;

import io.tidewatch.domain.UserException;
import java.util.Optional;

/**
 * A fault: of one pod on each side, or of Tidewatch itself.
 *
 * @param name as the demo app knows it, or {@value #SERVING}
 * @param minute nominal, of the scored part, if one was named
 */
public record LiveFault(String name, Optional<Integer> minute) {
  /** The only one of pods so far whose end on either side can be told from the pods alone. */
  static final String LEAK = "leak";

  /** Serving is killed and stays away. */
  static final String SERVING = "serving";

  private static final String FORM = "(leak|serving)(@[0-9]{1,4})?";
  private static final int USUAL_PART = 4;
  private static final int USUAL_PART_OF_SERVING = 2;
  private static final double MINUTES_TO_THE_LIMIT = 25;

  /** Room between what a warm backend takes and its limit. */
  private static final double ROOM_MEBIBYTES = 85;

  /** Reads {@code leak} or {@code serving}, each with {@code @MINUTE} or without. */
  static LiveFault parse(String text) {
    if (!text.matches(FORM)) {
      throw new UserException(
          "--fault " + text + " is not known here",
          "the live demo knows " + LEAK + " and " + SERVING + ", at a nominal minute if you like",
          "write for example --fault leak@30");
    }
    String[] parts = text.split("@");
    return new LiveFault(
        parts[0], parts.length == 1 ? Optional.empty() : Optional.of(Integer.valueOf(parts[1])));
  }

  boolean isOfServing() {
    return name.equals(SERVING);
  }

  /** The scored minute at which it begins. */
  int at(int minutes) {
    return minute.orElse(minutes / (isOfServing() ? USUAL_PART_OF_SERVING : USUAL_PART));
  }

  /**
   * MiB a second (wall) that reach the pod's limit about 25 nominal minutes later, or well before
   * the end of a short run.
   *
   * @param minutes that are scored
   * @param stepSeconds of a nominal minute
   */
  double mebibytesPerSecond(int minutes, long stepSeconds) {
    double left = Math.min(MINUTES_TO_THE_LIMIT, 0.6 * (minutes - at(minutes)));
    return ROOM_MEBIBYTES / (Math.max(1, left) * stepSeconds);
  }
}
