package io.tidewatch.spark.anomaly;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Seeded rows of numbers to grow forests from. */
final class TestingRows {
  static final long SEED = 42;

  private TestingRows() {}

  /** Rows around 0, one feature per column, each of its own size. */
  static List<float[]> normal(int rows, int columns, long seed) {
    Random random = new Random(seed);
    List<float[]> all = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      float[] row = new float[columns];
      for (int column = 0; column < columns; column++) {
        row[column] = (float) ((column + 1) * 10 * random.nextGaussian());
      }
      all.add(row);
    }
    return all;
  }

  /** What a reservoir of the forest's size keeps of these rows, keyed by their number. */
  static List<SampledRow> pool(List<float[]> rows, ForestSettings settings) {
    Reservoir reservoir = new Reservoir(settings.pool());
    for (int i = 0; i < rows.size(); i++) {
      String key = "row-" + i;
      reservoir.offer(new SampledRow(KeyHash.of(settings.seed(), key), key, rows.get(i)));
    }
    return reservoir.rows();
  }

  static GrownForest grown(List<float[]> rows, ForestSettings settings) {
    return GrownForest.of(pool(rows, settings), settings);
  }
}
