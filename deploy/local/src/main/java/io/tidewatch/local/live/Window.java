package io.tidewatch.local.live;

import io.tidewatch.domain.UserException;
import io.tidewatch.evaluate.Quantiles;

/**
 * Chooses the part of a trace that is hardest for a reactive autoscaler: its steepest ramp together
 * with its highest spike, both in shares of the part's own peak.
 */
final class Window {
  private static final int RAMP = 10;
  private static final int SPIKE = 3;

  /** Nights are left out: scaled up, their few requests would be only noise. */
  private static final double BUSY = 0.5;

  private Window() {}

  /** Where the part of so many minutes begins. */
  static int choose(double[] values, int length) {
    if (values.length < length) {
      throw new UserException(
          "the trace is too short for the live demo",
          "it has " + values.length + " minutes, the run needs " + length,
          "give a longer trace or fewer --minutes");
    }
    double busy = BUSY * Quantiles.linear(values, 0.99);
    int best = -1;
    double most = Double.NEGATIVE_INFINITY;
    for (int from = 0; from + length <= values.length; from++) {
      double score = score(values, from, from + length, busy);
      if (score > most) {
        most = score;
        best = from;
      }
    }
    return best;
  }

  private static double score(double[] values, int from, int to, double busy) {
    double peak = 0;
    double ramp = 0;
    double spike = 0;
    for (int i = from; i < to; i++) {
      peak = Math.max(peak, values[i]);
      if (i - from >= 2 * RAMP) {
        ramp = Math.max(ramp, mean(values, i - RAMP, i) - mean(values, i - 2 * RAMP, i - RAMP));
      }
      if (i - from >= SPIKE) {
        spike = Math.max(spike, values[i] - highest(values, i - SPIKE, i - 1));
      }
    }
    return peak < busy || peak <= 0 ? -1 : (ramp + spike) / peak;
  }

  private static double mean(double[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return sum / (to - from);
  }

  private static double highest(double[] values, int from, int to) {
    double most = 0;
    for (int i = from; i < to; i++) {
      most = Math.max(most, values[i]);
    }
    return most;
  }
}
