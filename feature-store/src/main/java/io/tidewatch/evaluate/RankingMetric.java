package io.tidewatch.evaluate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How well scores rank what is labelled above what is not, as formulas over (label, score) pairs;
 * equal scores are one step of the threshold, so their order never matters.
 */
public enum RankingMetric {
  /** The chance that a labelled point scores above another one; ties count half. */
  ROC_AUC {
    @Override
    double of(Steps steps) {
      double area = 0;
      for (int i = 1; i < steps.alarms.length; i++) {
        double others = steps.others(i) - steps.others(i - 1);
        area += others * (steps.found[i] + steps.found[i - 1]) / 2;
      }
      return area / steps.labelled() / steps.others(steps.alarms.length - 1);
    }
  },
  /** Σ (recall_i − recall_{i−1}) · precision_i over falling thresholds, without interpolation. */
  AVERAGE_PRECISION {
    @Override
    double of(Steps steps) {
      double sum = 0;
      for (int i = 1; i < steps.alarms.length; i++) {
        sum += (steps.found[i] - steps.found[i - 1]) * steps.found[i] / steps.alarms[i];
      }
      return sum / steps.labelled();
    }
  },
  /** The best harmonic mean of precision and recall over all thresholds, point by point. */
  BEST_F1 {
    @Override
    double of(Steps steps) {
      double best = 0;
      for (int i = 1; i < steps.alarms.length; i++) {
        best = Math.max(best, 2 * steps.found[i] / (steps.alarms[i] + steps.labelled()));
      }
      return best;
    }
  };

  /** The metric of points of which some, but not all, are labelled. */
  public double of(boolean[] label, double[] score) {
    Steps steps = Steps.of(label, score);
    if (steps.labelled() == 0 || steps.labelled() == label.length) {
      throw new IllegalArgumentException("needs points of both kinds");
    }
    return of(steps);
  }

  abstract double of(Steps steps);

  /**
   * One step per distinct score, falling, behind a step of nothing.
   *
   * @param alarms how many points score at least that
   * @param found how many of them are labelled
   */
  private record Steps(double[] alarms, double[] found) {
    static Steps of(boolean[] label, double[] score) {
      if (label.length != score.length) {
        throw new IllegalArgumentException("needs as many scores as labels");
      }
      int[] order =
          IntStream.range(0, score.length)
              .boxed()
              .sorted(Comparator.comparingDouble((Integer i) -> score[i]).reversed())
              .mapToInt(Integer::intValue)
              .toArray();
      double[] alarms = new double[order.length + 1];
      double[] found = new double[order.length + 1];
      int last = 0;
      int labelled = 0;
      for (int i = 0; i < order.length; i++) {
        labelled += label[order[i]] ? 1 : 0;
        boolean isEndOfTie = i + 1 == order.length || score[order[i]] != score[order[i + 1]];
        if (isEndOfTie) {
          last++;
          alarms[last] = i + 1.0;
          found[last] = labelled;
        }
      }
      return new Steps(Arrays.copyOf(alarms, last + 1), Arrays.copyOf(found, last + 1));
    }

    double labelled() {
      return found[found.length - 1];
    }

    double others(int step) {
      return alarms[step] - found[step];
    }
  }
}
