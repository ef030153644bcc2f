package io.tidewatch.policy.simulate;

import java.util.ArrayList;
import java.util.List;

/**
 * One point of the search for a workload's policy parameters, in units that mean the same for every
 * workload.
 *
 * @param kappaFactor κ ÷ the one that follows from the lead time
 * @param targetShare how much (0..1) of the way from the HPA's target to the trusted target that
 *     the user allows is used
 */
public record Candidate(double kappaFactor, double targetShare) {
  /** What holds before anything is learned. */
  public static final Candidate DEFAULT = new Candidate(1, 1);

  private static final List<Double> FACTORS = List.of(0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0);

  public Candidate {
    if (!(kappaFactor > 0
        && Double.isFinite(kappaFactor)
        && targetShare >= 0
        && targetShare <= 1)) {
      throw new IllegalArgumentException(
          "needs a factor > 0 and a share in [0, 1]: " + kappaFactor + ", " + targetShare);
    }
  }

  /**
   * All points.
   *
   * @param targets whether the user allows another target, so that shares of it differ
   */
  public static List<Candidate> grid(boolean targets) {
    List<Candidate> grid = new ArrayList<>();
    for (double share : targets ? List.of(1.0, 0.5) : List.of(1.0)) {
      FACTORS.forEach(factor -> grid.add(new Candidate(factor, share)));
    }
    return grid;
  }

  /** How far it is from another, so that of equals the nearest is taken. */
  double distance(Candidate other) {
    return Math.abs(Math.log(kappaFactor / other.kappaFactor))
        + Math.abs(targetShare - other.targetShare);
  }
}
