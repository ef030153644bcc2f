package io.tidewatch.spark.gate;

/**
 * The limits of the gate and of the daily evaluation.
 *
 * @param lowestCoverage least share of truths inside a challenger's 90 % interval
 * @param highestCoverage greatest such share: an interval that is too wide costs pods
 * @param horizonSlack by how much a single horizon may be worse
 * @param workloadSlack by how much a single workload may be worse
 * @param workloadPoints below this difference in WAPE points a workload does not count as worse
 * @param pricedSlack by how much pods and priced violations together may be dearer
 * @param podSlack by how much pods alone may be dearer
 * @param violationSlack by how much violations alone may be more
 * @param violationMinutes that many minutes per workload more are no difference
 * @param fewestOrigins a comparison on fewer held-out forecasts decides nothing
 * @param mostBytes largest package
 * @param mostMicros longest time to evaluate one row, all horizons, in microseconds
 * @param liveErrorRatio live error ÷ held-out error at which a champion has left its band
 * @param driftErrorRatio the same ratio at which a retraining should not wait for its day
 * @param lowestLiveCoverage of a champion on the newest rows
 * @param highestLiveCoverage of a champion on the newest rows
 */
public record GateSettings(
    double lowestCoverage,
    double highestCoverage,
    double horizonSlack,
    double workloadSlack,
    double workloadPoints,
    double pricedSlack,
    double podSlack,
    double violationSlack,
    double violationMinutes,
    int fewestOrigins,
    long mostBytes,
    double mostMicros,
    double liveErrorRatio,
    double driftErrorRatio,
    double lowestLiveCoverage,
    double highestLiveCoverage) {
  /** What applies unless a user says otherwise. */
  public static final GateSettings DEFAULT =
      new GateSettings(
          0.88, 0.92, 0.02, 0.10, 0.5, 0.01, 0.05, 0.10, 2, 100, 64L << 20, 1_000, 1.5, 1.25, 0.80,
          0.97);

  public GateSettings {
    requireShares(lowestCoverage, highestCoverage);
    requireShares(lowestLiveCoverage, highestLiveCoverage);
    if (fewestOrigins < 1 || mostBytes < 1 || !(mostMicros > 0) || !(driftErrorRatio >= 1)) {
      throw new IllegalArgumentException("origins, bytes, micros and ratio must be positive");
    }
    if (!(liveErrorRatio >= driftErrorRatio)) {
      throw new IllegalArgumentException("an error drifts before it leaves its band");
    }
    for (double slack :
        new double[] {
          horizonSlack, workloadSlack, workloadPoints, pricedSlack, podSlack, violationSlack
        }) {
      if (!(slack >= 0)) {
        throw new IllegalArgumentException("a slack is at least 0: " + slack);
      }
    }
  }

  private static void requireShares(double low, double high) {
    if (!(0 <= low && low < high && high <= 1)) {
      throw new IllegalArgumentException("coverage must rise within 0 and 1: " + low + ", " + high);
    }
  }
}
