package io.tidewatch.policy;

import io.tidewatch.domain.PeakDistribution;

/**
 * How many pods a forecast is worth: the P that minimises P + κ·μ·Pr(peak &gt; P·c).
 *
 * <p>This is the newsvendor's rule (Edgeworth 1888; Arrow, Harris and Marschak 1951): stock until
 * the next unit costs more than the shortage it is expected to avoid. A pod-minute costs 1, a
 * violated minute κ·μ, where μ is the workload's usual number of pods and κ has no unit.
 */
final class Newsvendor {
  private Newsvendor() {}

  /**
   * The cheapest count; the smallest of several. Bounds are the caller's: a count that max forbids
   * must still come out as max, not as "nothing helps".
   *
   * @param capacity demand that one ready pod carries
   * @param penalty κ·μ, the price of a violated minute in pod-minutes
   */
  static int pods(PeakDistribution peak, double capacity, double penalty) {
    int best = 0;
    double lowest = penalty * peak.probabilityAbove(0);
    // Fewer pods than the lowest peak needs avoid nothing; more than the lowest cost never win.
    int first = Math.max(1, (int) (peak.quantile(0) / capacity));
    for (int pods = first; pods < lowest; pods++) {
      double cost = pods + penalty * peak.probabilityAbove(pods * capacity);
      if (cost < lowest) {
        best = pods;
        lowest = cost;
      }
    }
    return best;
  }
}
