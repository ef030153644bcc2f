package io.tidewatch.mlflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class LinearModelTest {
  private static final double[] LOW = {0, -1};
  private static final double[] HIGH = {0, 2};

  @Test
  void it_weighs_its_inputs_inside_of_the_range_it_was_fitted_in() {
    LinearModel model = model(0.5, 100, 2);
    assertEquals(0.5 + 2 * 1.5, model.relative(new float[] {7, 1.5f}, 0));
    assertEquals(0.5 + 2 * 2, model.relative(new float[] {7, 50}, 0), "never extrapolates");
    assertEquals(0.5 - 2, model.relative(new float[] {7, -50}, 0));
  }

  @Test
  void weights_that_are_no_numbers_are_refused_with_their_place() {
    assertRefused("weights of h5 must hold numbers but at position 1 stands NaN", 0, Double.NaN);
    assertRefused("stands Infinity", 0, Double.POSITIVE_INFINITY);
    assertRefused("intercept of h5 is -Infinity", Double.NEGATIVE_INFINITY, 0);
  }

  @Test
  void a_wrong_number_of_weights_is_refused() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> model(0, 1, 2, 3));
    assertTrue(refused.getMessage().contains("has 3 values, not 2"), refused.getMessage());
  }

  @Test
  void nobody_changes_it_from_outside() {
    double[] weights = {1, 1};
    LinearModel model = model(0, weights);
    weights[1] = 100;
    assertEquals(1, model.relative(new float[] {0, 1}, 0));
  }

  private static void assertRefused(String message, double intercept, double weight) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> model(intercept, 1, weight));
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
  }

  private static LinearModel model(double intercept, double... weights) {
    return new LinearModel(LOW, HIGH, List.of(new LinearModel.Line(5, intercept, weights)));
  }
}
