package io.tidewatch.spark.anomaly.bench;

import io.tidewatch.spark.anomaly.ForestScorer;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** All detectors, in the order in which tables show them; ours is the last. */
enum Detectors implements Detector {
  /** The largest distance of any metric from its mean, in standard deviations. */
  LARGEST_Z("z-score", false) {
    @Override
    public double[] scores(Input input, long seed) {
      Scale scale = Scale.of(input);
      return each(input, row -> Arrays.stream(scale.apply(row)).map(Math::abs).max().orElseThrow());
    }
  },
  /** The root mean square of what an exponential average of the past did not foresee. */
  EWMA_RESIDUAL("ewma-residual", false) {
    @Override
    public double[] scores(Input input, long seed) {
      Input residuals = new Input(Residuals.of(input), input.train(), input.window());
      double[] deviation = Scale.of(residuals).deviation();
      return each(residuals, row -> rootMeanSquare(row, deviation));
    }
  },
  /** Isolation forest on the metrics as they are. */
  FOREST_RAW("isolation-forest-raw", true) {
    @Override
    public double[] scores(Input input, long seed) {
      return forest(input, seed);
    }
  },
  /** Isolation forest on rolling features. */
  FOREST_ROLLING("isolation-forest-rolling", true) {
    @Override
    public double[] scores(Input input, long seed) {
      return forest(input.rolling(), seed);
    }
  },
  /** One-class SVM on rolling features. */
  ONE_CLASS_SVM("one-class-svm", false) {
    @Override
    public double[] scores(Input input, long seed) {
      return OneClassSvm.scores(input.rolling());
    }
  },
  /** Ours, which for now is the forest on rolling features. */
  TIDEWATCH("tidewatch", true) {
    @Override
    public double[] scores(Input input, long seed) {
      return forest(input.rolling(), seed);
    }
  };

  private final String label;
  private final boolean seeded;

  Detectors(String label, boolean seeded) {
    this.label = label;
    this.seeded = seeded;
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public boolean isSeeded() {
    return seeded;
  }

  private static double[] each(Input input, ToDoubleFunction<double[]> score) {
    return Arrays.stream(input.rows()).mapToDouble(score).toArray();
  }

  private static double rootMeanSquare(double[] row, double[] deviation) {
    double sum = 0;
    for (int i = 0; i < row.length; i++) {
      sum += row[i] * row[i] / deviation[i] / deviation[i];
    }
    return Math.sqrt(sum / row.length);
  }

  private static double[] forest(Input input, long seed) {
    List<double[]> train = input.train().stream().mapToObj(row -> input.rows()[row]).toList();
    ForestScorer forest = ForestScorer.grow(train, seed);
    return each(input, forest::score);
  }
}
