package io.tidewatch.spark.train;

import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.spark.features.WorkloadRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.api.java.JavaRDD;

/** Draws the examples to learn from out of the workloads' rows. */
final class Examples {
  private Examples() {}

  /** Where the part of a workload ends that may be learnt from. */
  enum Part {
    /** The fit part only: the calibration part stays unseen. */
    FIT {
      @Override
      int end(WorkloadRows rows) {
        return rows.split().fitEnd();
      }
    },
    /** Fit and calibration part. */
    TRAIN {
      @Override
      int end(WorkloadRows rows) {
        return rows.split().trainEnd();
      }
    };

    abstract int end(WorkloadRows rows);
  }

  /** About {@code settings.mostRows()} examples of a part, a seeded draw among all of its rows. */
  static JavaRDD<Example> draw(
      JavaRDD<WorkloadRows> workloads, Part part, TrainingSettings settings) {
    long rows = workloads.map(workload -> (long) of(workload, part, 1, 0).size()).reduce(Long::sum);
    double share = (double) settings.mostRows() / Math.max(1, rows);
    long seed = settings.seed();
    return workloads.flatMap(workload -> of(workload, part, share, seed).iterator());
  }

  /**
   * About {@code most} examples of one workload, of the same draw: who draws more draws those too.
   */
  static List<Example> draw(WorkloadRows rows, Part part, int most, long seed) {
    int end = part.end(rows);
    long available = Arrays.stream(rows.positions()).filter(at -> at < end).count();
    return of(rows, part, (double) most / Math.max(1, available), seed);
  }

  private static List<Example> of(WorkloadRows rows, Part part, double share, long seed) {
    int end = part.end(rows);
    double mean = Math.max(rows.meanBefore(end), Double.MIN_NORMAL);
    List<Example> examples = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      if (drawn(rows, row, share, seed)) {
        example(rows, row, end, mean).ifPresent(examples::add);
      }
    }
    return examples;
  }

  private static Optional<Example> example(WorkloadRows rows, int row, int end, double mean) {
    double level = rows.level(row);
    double[] targets = new double[DemandFeatures.HORIZONS.size()];
    for (int i = 0; i < targets.length; i++) {
      OptionalDouble truth = rows.truth(row, DemandFeatures.HORIZONS.get(i), end);
      if (truth.isEmpty()) {
        return Optional.empty();
      }
      targets[i] = truth.getAsDouble() / level - 1;
    }
    return Optional.of(new Example(rows.vectors()[row], level / mean, targets));
  }

  private static boolean drawn(WorkloadRows rows, int row, double share, long seed) {
    return SeededDraw.of(seed, rows.workload(), rows.firstStep() + rows.positions()[row]) < share;
  }
}
