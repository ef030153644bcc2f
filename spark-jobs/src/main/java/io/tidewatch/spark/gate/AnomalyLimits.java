package io.tidewatch.spark.gate;

/**
 * The limits of the gate of forests and of their daily evaluation.
 *
 * @param fewestRows a comparison on fewer held-out rows decides nothing
 * @param fewestFaults a comparison on fewer planted faults decides nothing
 * @param alarmsPerPodDay steps with an alarm that a person bears with, per pod and day
 * @param alarmRatio by how much a challenger may alarm oftener than the champion
 * @param alarmsAllowed so many alarms per pod and day are never too many beside the champion's
 * @param leastFound share of planted faults that every champion finds beyond chance
 * @param foundSlack by how much the share of planted faults may be less: sampling
 * @param kindSlack by how much it may be less of one kind
 * @param leastCorrelation of both versions' scores, as ranks
 * @param foundGain a version that finds that much more may score everything anew
 * @param mostBytes largest package
 * @param mostMicros longest time to score one row, in microseconds
 * @param liveAlarms alarms per pod and day at which a champion has left its band
 */
public record AnomalyLimits(
    int fewestRows,
    int fewestFaults,
    double alarmsPerPodDay,
    double alarmRatio,
    double alarmsAllowed,
    double leastFound,
    double foundSlack,
    double kindSlack,
    double leastCorrelation,
    double foundGain,
    long mostBytes,
    double mostMicros,
    double liveAlarms) {
  /** What applies unless a user says otherwise: one step in twenty is the budget of alarms. */
  public static final AnomalyLimits DEFAULT =
      new AnomalyLimits(100, 20, 72, 1.5, 36, 0.05, 0.01, 0.10, 0.5, 0.05, 64L << 20, 1_000, 144);

  public AnomalyLimits {
    if (fewestRows < 1 || fewestFaults < 1 || mostBytes < 1 || !(mostMicros > 0)) {
      throw new IllegalArgumentException("rows, faults, bytes and micros must be positive");
    }
    if (!(alarmsPerPodDay > 0) || !(alarmRatio >= 1) || !(liveAlarms >= alarmsPerPodDay)) {
      throw new IllegalArgumentException("alarms must be positive, the live limit the widest");
    }
    for (double slack :
        new double[] {alarmsAllowed, leastFound, foundSlack, kindSlack, foundGain}) {
      if (!(slack >= 0)) {
        throw new IllegalArgumentException("a slack is at least 0: " + slack);
      }
    }
    if (!(leastCorrelation >= -1 && leastCorrelation <= 1)) {
      throw new IllegalArgumentException("no correlation: " + leastCorrelation);
    }
  }
}
