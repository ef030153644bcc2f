package io.tidewatch.spark.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class RobustLineTest {
  private static final int ROWS = 2_000;
  private final Random random = new Random(42);
  private final List<Example> examples = new ArrayList<>();

  /** Targets 0.3 + 0.5·a − 0.2·b, and what the noise adds. */
  private double[] targets(DoubleSupplier noise) {
    double[] targets = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      float a = (float) random.nextGaussian();
      float b = (float) random.nextGaussian();
      examples.add(new Example(new float[] {1_000 * a, a, b, 7}, 1, new double[3]));
      targets[i] = 0.3 + 0.5 * a - 0.2 * b + noise.getAsDouble();
    }
    return targets;
  }

  @Test
  void a_straight_relation_is_found() {
    RobustLine line = RobustLine.fit(examples, targets(() -> 0.01 * random.nextGaussian()));
    assertEquals(0.3, line.predict(new float[] {0, 0, 0, 7}), 0.01);
    assertEquals(0.8, line.predict(new float[] {0, 1, 0, 7}), 0.02);
    assertEquals(0.1, line.predict(new float[] {0, 0, 1, 7}), 0.02);
  }

  @Test
  void a_few_wild_targets_do_not_move_it_as_they_would_move_least_squares() {
    DoubleSupplier wild = () -> random.nextDouble() < 0.05 ? 50 : 0.01 * random.nextGaussian();
    RobustLine line = RobustLine.fit(examples, targets(wild));
    // Least squares would sit near 0.3 + 0.05 · 50 = 2.8.
    assertEquals(0.3, line.predict(new float[] {0, 0, 0, 7}), 0.05);
  }

  @Test
  void it_never_extrapolates() {
    RobustLine line = RobustLine.fit(examples, targets(() -> 0));
    assertEquals(
        line.predict(new float[] {0, 50, 0, 7}), line.predict(new float[] {0, 5_000, 0, 7}));
    assertTrue(line.predict(new float[] {0, 5_000, 0, 7}) < 0.3 + 0.5 * 4);
  }

  @Test
  void it_does_not_know_the_size_of_a_workload() {
    RobustLine line = RobustLine.fit(examples, targets(() -> 0));
    assertEquals(
        line.predict(new float[] {1, 1, 1, 7}), line.predict(new float[] {1_000_000, 1, 1, 7}));
  }

  @Test
  void heavier_examples_count_more() {
    List<Example> two = new ArrayList<>();
    double[] targets = new double[100];
    for (int i = 0; i < targets.length; i++) {
      boolean heavy = i % 2 == 0;
      two.add(new Example(new float[] {1, 2, 3, 7}, heavy ? 3 : 1, new double[3]));
      targets[i] = heavy ? 1 : 0;
    }
    assertTrue(RobustLine.fit(two, targets).predict(new float[] {1, 2, 3, 7}) > 0.7);
  }
}
