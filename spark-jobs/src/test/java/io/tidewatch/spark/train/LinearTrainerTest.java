package io.tidewatch.spark.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.feature.DemandFeatures;
import io.tidewatch.mlflow.LinearModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinearTrainerTest {
  private static final int ROWS = 3_000;

  @Test
  void a_straight_relation_is_found_in_spite_of_scales_outliers_and_a_constant_input() {
    List<Example> examples = examples(7);
    LinearModel model = LinearTrainer.fit(examples, 42);
    assertEquals(DemandFeatures.HORIZONS, model.horizons());
    double error = 0;
    double size = 0;
    for (Example example : examples(8)) {
      for (int h = 0; h < 3; h++) {
        double truth = relation(example.vector(), h);
        error += Math.abs(model.relative(example.vector(), h) - truth);
        size += Math.abs(truth);
      }
    }
    assertEquals(0, error / size, 0.05);
  }

  @Test
  void the_same_seed_fits_the_same_model() {
    assertEquals(LinearTrainer.fit(examples(7), 42), LinearTrainer.fit(examples(7), 42));
  }

  private static double relation(float[] vector, int horizon) {
    return 0.1 * horizon + 0.3 * vector[1] - 0.0004 * vector[2];
  }

  /** The level, a small, a large and a constant input; one target in fifty is far off. */
  private static List<Example> examples(long seed) {
    Random random = new Random(seed);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      float[] vector = {
        (float) (100 * random.nextDouble()),
        (float) random.nextDouble(),
        (float) (1_000 * random.nextDouble()),
        3
      };
      double[] targets = new double[3];
      for (int h = 0; h < 3; h++) {
        targets[h] = relation(vector, h) + (random.nextInt(50) == 0 ? 5 : 0);
      }
      examples.add(new Example(vector, 0.5 + random.nextDouble(), targets));
    }
    return examples;
  }
}
