package io.tidewatch.spark.anomaly;

import io.tidewatch.domain.UserException;
import java.util.ArrayList;
import java.util.List;

/**
 * How a forest is grown, checked as a whole.
 *
 * @param trees how many
 * @param samples rows per tree
 * @param contamination the share of the training that is taken for anomalies; 0 is auto: scores
 *     above both 0.5 and the training's 0.99 quantile
 */
record ForestSettings(int trees, int samples, long seed, double contamination) {
  /** The paper's. */
  static final ForestSettings DEFAULT = new ForestSettings(100, 256, 42, 0);

  ForestSettings {
    List<String> wrong = new ArrayList<>();
    if (trees < 1 || trees > 10_000) {
      wrong.add("trees is " + trees + ", not 1 to 10000");
    }
    if (samples < 2 || samples > 65_536) {
      wrong.add("samples is " + samples + ", not 2 to 65536");
    }
    if (!(contamination >= 0 && contamination <= 0.5)) {
      wrong.add("contamination is " + contamination + ", not 0 (auto) to 0.5");
    }
    if (!wrong.isEmpty()) {
      throw new UserException(
          "an isolation forest cannot be grown with these settings",
          String.join("; ", wrong),
          "the defaults are 100 trees, 256 samples, contamination auto");
    }
  }

  ForestSettings withSeed(long other) {
    return new ForestSettings(trees, samples, other, contamination);
  }

  boolean isAuto() {
    return contamination == 0;
  }

  /** Rows that are kept of the data: as many as all trees together look at. */
  int pool() {
    return Math.multiplyExact(trees, samples);
  }
}
