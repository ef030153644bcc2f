package io.tidewatch.spark.train;

import java.io.Serializable;

/** The forecast of one horizon relative to the level: a line and the trees that correct it. */
public record HorizonModel(RobustLine line, TreeEnsemble trees) implements Serializable {
  /** Demand at the horizon ÷ level − 1, for a feature vector. */
  public double predict(float[] row) {
    return line.predict(row) + trees.predict(row);
  }
}
