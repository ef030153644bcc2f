package io.tidewatch.spark.gate;

import io.tidewatch.domain.Timescale;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Everything that a verdict on one forest may look at.
 *
 * @param alarms one count per workload, over held-out rows as they were measured
 * @param planted one count per kind of fault, over held-out rows with a fault planted into them
 * @param bytes size of its package
 * @param micros time to score one row in a batch
 */
public record AnomalyEvidence(
    List<Alarms> alarms, List<Alarms> planted, long bytes, double micros) {
  public AnomalyEvidence {
    alarms = List.copyOf(alarms);
    planted = List.copyOf(planted);
  }

  /**
   * Of so many rows so many are alarms.
   *
   * @param of the workload, or the kind of fault
   */
  public record Alarms(String of, long rows, long alarms) {
    double share() {
      return rows == 0 ? 0 : (double) alarms / rows;
    }

    double perPodDay() {
      return share() * Timescale.STEPS_PER_DAY;
    }
  }

  /** How many rows were scored as they were measured. */
  public long rows() {
    return total(alarms).rows();
  }

  /** How many rows a fault was planted into. */
  public long faults() {
    return total(planted).rows();
  }

  /** Steps with an alarm per pod and day. */
  public double alarmsPerPodDay() {
    return total(alarms).perPodDay();
  }

  /** The share of planted faults that are alarms. */
  public double found() {
    return total(planted).share();
  }

  /** The share of planted faults found beyond what alarms at any row would find. */
  double foundBeyondChance() {
    return found() - total(alarms).share();
  }

  Map<String, Double> alarmsByWorkload() {
    return by(alarms, Alarms::perPodDay);
  }

  Map<String, Double> foundByKind() {
    return by(planted, Alarms::share);
  }

  /** The greatest of what differences there are; of equal ones the first by name. */
  static Optional<Map.Entry<String, Double>> greatest(Map<String, Double> differences) {
    return differences.entrySet().stream()
        .max(
            Map.Entry.<String, Double>comparingByValue()
                .thenComparing(Map.Entry.<String, Double>comparingByKey().reversed()));
  }

  private static Map<String, Double> by(List<Alarms> counts, Function<Alarms, Double> what) {
    return counts.stream().collect(Collectors.toMap(Alarms::of, what));
  }

  private static Alarms total(List<Alarms> counts) {
    return new Alarms(
        "all",
        counts.stream().mapToLong(Alarms::rows).sum(),
        counts.stream().mapToLong(Alarms::alarms).sum());
  }
}
