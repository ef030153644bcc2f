package io.tidewatch.spark.anomaly;

import io.tidewatch.domain.UserException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A forest with its thresholds, grown from a pool of rows.
 *
 * <p>The pool is a uniform sample of the data of trees × samples rows; each tree draws its rows
 * from the pool without replacement by a second hash. Up to a pool's size of data this is the
 * paper's sampling; beyond it, one pass and one hash per row suffice for any number of trees.
 */
record GrownForest(Forest forest, Thresholds thresholds) implements Serializable {

  /** Grows a forest; the pool is in the order of its hashes. */
  static GrownForest of(List<SampledRow> pool, ForestSettings settings) {
    if (pool.size() < 2) {
      throw new UserException(
          "an isolation forest needs rows to isolate",
          "it was given " + pool.size(),
          "widen the training window, or wait until there is more data");
    }
    List<float[]> raw = pool.stream().map(SampledRow::values).toList();
    Standardiser standardiser = Standardiser.of(raw);
    List<float[]> standard = raw.stream().map(standardiser::apply).toList();
    int samples = Math.min(settings.samples(), pool.size());
    List<IsolationTree> trees = new ArrayList<>();
    for (int tree = 0; tree < settings.trees(); tree++) {
      long seed = KeyHash.again(settings.seed(), tree + 1L);
      List<float[]> drawn = draw(pool, seed, samples).mapToObj(standard::get).toList();
      trees.add(TreeBuilder.grow(drawn, seed));
    }
    Forest forest = new Forest(standardiser, trees, samples);
    double[] scores = raw.stream().mapToDouble(forest::score).toArray();
    return new GrownForest(forest, Thresholds.of(scores, settings));
  }

  /** Positions in the pool of the rows with the smallest second hashes. */
  private static IntStream draw(List<SampledRow> pool, long seed, int samples) {
    record Ticket(long hash, int position) {}
    return IntStream.range(0, pool.size())
        .mapToObj(i -> new Ticket(KeyHash.again(pool.get(i).hash(), seed), i))
        .sorted(
            (one, other) ->
                one.hash() != other.hash()
                    ? Long.compare(one.hash(), other.hash())
                    : Integer.compare(one.position(), other.position()))
        .limit(samples)
        .mapToInt(Ticket::position);
  }
}
