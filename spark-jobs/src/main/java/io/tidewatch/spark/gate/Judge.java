package io.tidewatch.spark.gate;

import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.policy.simulate.BacktestPlan;
import io.tidewatch.policy.simulate.DecisionReplay;
import io.tidewatch.policy.simulate.DemandTrace;
import io.tidewatch.spark.features.WorkloadRows;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;

/**
 * Gathers the evidence on a version: forecasts, intervals and replayed decisions on rows that it
 * has not learnt from, workload by workload on the executors.
 */
public final class Judge implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final double TAIL = 0.05;
  private static final int BATCHES = 5;
  private static final int BATCH = 256;

  private final long fromStep;
  private final boolean replays;

  private Judge(long fromStep, boolean replays) {
    this.fromStep = fromStep;
    this.replays = replays;
  }

  /** Judges the test parts, and there only what lies at {@code fromStep} or later. */
  public static Judge heldOut(long fromStep) {
    return new Judge(fromStep, true);
  }

  /** Judges the steps from {@code fromStep} on, without a replay: a day is too short for one. */
  public static Judge newest(long fromStep) {
    return new Judge(fromStep, false);
  }

  /** The evidence on one version. */
  public Evidence evidence(ServedForecast served, JavaRDD<WorkloadRows> rows) {
    List<WorkloadEvidence> found =
        rows.map(each -> of(served, each)).filter(each -> !each.tallies().isEmpty()).collect();
    return new Evidence(found, served.bytes(), micros(served, rows));
  }

  WorkloadEvidence of(ServedForecast served, WorkloadRows rows) {
    int from = (int) Math.max(0, Math.min(rows.demand().length, fromStep - rows.firstStep()));
    int first = replays ? Math.max(from, rows.split().trainEnd()) : from;
    ServedForecast.Choice choice = served.choice(rows.workload());
    List<Tally> tallies = new ArrayList<>();
    for (int i = 0; i < DemandFeatures.HORIZONS.size(); i++) {
      tally(served, choice, rows, first, i).ifPresent(tallies::add);
    }
    boolean replay = replays && !tallies.isEmpty();
    return new WorkloadEvidence(
        rows.workload(), tallies, replay ? replayed(served, rows, first) : List.of());
  }

  private static Optional<Tally> tally(
      ServedForecast served, ServedForecast.Choice choice, WorkloadRows rows, int from, int index) {
    int horizon = DemandFeatures.HORIZONS.get(index);
    Sums sums = new Sums();
    for (int row = 0; row < rows.size(); row++) {
      OptionalDouble truth = rows.truth(row, horizon, rows.demand().length);
      if (rows.positions()[row] >= from && rows.isOrigin(row) && truth.isPresent()) {
        double expected = choice.method().expected(served.model(), rows, row, index);
        double level = rows.level(row);
        sums.add(
            truth.getAsDouble(),
            expected,
            Math.max(0, expected + level * choice.calibration().lower()[index]),
            Math.max(0, expected + level * choice.calibration().upper()[index]));
        sums.lastValue += Math.abs(truth.getAsDouble() - rows.lastValue(row));
        sums.seasonal += Math.abs(truth.getAsDouble() - rows.seasonalNaive(row, horizon));
      }
    }
    return sums.truth > 0
        ? Optional.of(sums.tally(horizon, usualChange(rows, from)))
        : Optional.empty();
  }

  /** The running sums of one tally. */
  private static final class Sums {
    private int origins;
    private int covered;
    private double truth;
    private double absolute;
    private double lastValue;
    private double seasonal;
    private double pinball;

    void add(double real, double expected, double lower, double upper) {
      origins++;
      truth += real;
      absolute += Math.abs(real - expected);
      pinball += pinball(TAIL, real - lower) + pinball(1 - TAIL, real - upper);
      covered += lower <= real && real <= upper ? 1 : 0;
    }

    private static double pinball(double p, double miss) {
      return Math.max(p * miss, (p - 1) * miss);
    }

    Tally tally(int horizon, double usualChange) {
      return new Tally(
          horizon, origins, truth, absolute, lastValue, seasonal, pinball, covered, usualChange);
    }
  }

  private static double usualChange(WorkloadRows rows, int from) {
    return IntStream.range(1, from)
        .filter(step -> rows.known().get(step) && rows.known().get(step - 1))
        .mapToDouble(step -> Math.abs(rows.demand()[step] - rows.demand()[step - 1]))
        .average()
        .orElse(1);
  }

  private static List<Decided> replayed(ServedForecast served, WorkloadRows rows, int from) {
    return new DecisionReplay(BacktestPlan.standard())
            .run(new DemandTrace(rows.workload(), rows.withoutGaps()), served.forecasts(rows, from))
            .stream()
            .map(Decided::of)
            .toList();
  }

  /** The fastest of some batches: a slow machine must not refuse a model, a slow model may. */
  private static double micros(ServedForecast served, JavaRDD<WorkloadRows> rows) {
    float[][] vectors =
        rows.flatMap(
                each -> List.of(each.vectors()).subList(0, Math.min(BATCH, each.size())).iterator())
            .take(BATCH)
            .toArray(float[][]::new);
    double best = Double.POSITIVE_INFINITY;
    double sink = 0;
    for (int batch = 0; batch < BATCHES && vectors.length > 0; batch++) {
      long began = System.nanoTime();
      for (float[] vector : vectors) {
        for (int i = 0; i < DemandFeatures.HORIZONS.size(); i++) {
          sink += served.model().expected(vector, i);
        }
      }
      best = Math.min(best, (System.nanoTime() - began) / 1e3 / vectors.length);
    }
    return Double.isFinite(best) && !Double.isNaN(sink) ? best : 0;
  }
}
