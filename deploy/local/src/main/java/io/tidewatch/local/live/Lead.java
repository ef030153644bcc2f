package io.tidewatch.local.live;

import java.util.Collection;

/**
 * How far ahead a floor has to be set, in nominal seconds: until a pod is Ready, one decision, and
 * how old a forecast can be by then. The last is a step, the settling of samples and one sync; at
 * speed 5 it is more than the start of a pod.
 */
final class Lead {
  private static final int SYNC_SECONDS = 15;
  private static final int STEP_SECONDS = 60;

  /** Until the newest samples count, on the wall clock; as the catalogues say. */
  static final int SETTLE_SECONDS = 4;

  /**
   * How old a forecast is when it is acted on at the latest, nominal at speed 5: the step that it
   * stands, settling, one sync.
   */
  static final int FORECAST_SECONDS = STEP_SECONDS + SETTLE_SECONDS * 5 + SYNC_SECONDS;

  /** Where pods start in no time. */
  static final int LEAST_SECONDS = 120;

  private Lead() {}

  /**
   * The lead time that follows from pods that were started.
   *
   * @param starts from creation to Ready, wall seconds
   */
  static int seconds(Collection<Double> starts, int speed) {
    double slowest = starts.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    double start = slowest * speed + SYNC_SECONDS;
    return (int) Math.max(LEAST_SECONDS, Math.ceil(start + FORECAST_SECONDS));
  }
}
