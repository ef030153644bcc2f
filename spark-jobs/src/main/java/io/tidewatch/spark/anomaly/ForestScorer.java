package io.tidewatch.spark.anomaly;

import java.util.List;

/** An isolation forest of rows that are in memory already, keyed by their numbers. */
public final class ForestScorer {
  private final Forest forest;

  private ForestScorer(Forest forest) {
    this.forest = forest;
  }

  /** A forest with the paper's settings. */
  public static ForestScorer grow(List<double[]> rows, long seed) {
    ForestSettings settings = ForestSettings.DEFAULT.withSeed(seed);
    Reservoir reservoir = new Reservoir(settings.pool());
    for (int i = 0; i < rows.size(); i++) {
      String key = Integer.toString(i);
      reservoir.offer(new SampledRow(KeyHash.of(seed, key), key, Floats.of(rows.get(i))));
    }
    return new ForestScorer(GrownForest.of(reservoir.rows(), settings).forest());
  }

  /** At most so many of the rows, the same ones for the same number of rows. */
  public static List<double[]> sample(List<double[]> rows, int most) {
    Reservoir reservoir = new Reservoir(most);
    for (int i = 0; i < rows.size(); i++) {
      String key = Integer.toString(i);
      reservoir.offer(new SampledRow(KeyHash.of(0, key), key, new float[0]));
    }
    return reservoir.rows().stream().map(row -> rows.get(Integer.parseInt(row.key()))).toList();
  }

  /** The score of a row, in (0, 1). */
  public double score(double[] row) {
    return forest.score(Floats.of(row));
  }
}
