package io.tidewatch.spark.evaluate;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FamilyChoiceTest {
  private static final int HOURS = 20;

  @Test
  void a_line_that_is_better_hour_after_hour_is_chosen() {
    assertTrue(FamilyChoice.lineIsBetter(errors(HOURS, 0.9, 0.2, 1)));
  }

  @Test
  void a_line_that_is_hardly_better_is_not_worth_a_change() {
    assertFalse(FamilyChoice.lineIsBetter(errors(HOURS, 0.99, 0, 1)));
  }

  @Test
  void noise_does_not_choose() {
    int chosen = 0;
    for (int seed = 0; seed < 200; seed++) {
      chosen += FamilyChoice.lineIsBetter(errors(HOURS, 1, 1, seed)) ? 1 : 0;
    }
    assertTrue(chosen <= 12, chosen + " of 200, where one in forty is what the bound allows");
  }

  @Test
  void one_lucky_hour_does_not_choose() {
    List<double[]> errors = errors(HOURS, 1, 0, 1);
    for (int i = 0; i < 60; i++) {
      errors.set(i, new double[] {100, 0});
    }
    assertFalse(FamilyChoice.lineIsBetter(errors));
  }

  @Test
  void too_few_hours_leave_it_at_the_trees() {
    assertFalse(FamilyChoice.lineIsBetter(errors(7, 0.5, 0, 1)));
  }

  /** Errors of the trees around 10, and of the line, whose own noise lasts for an hour. */
  private static List<double[]> errors(int hours, double ratio, double noise, long seed) {
    Random random = new Random(seed);
    List<double[]> errors = new ArrayList<>();
    for (int hour = 0; hour < hours; hour++) {
      double luck = noise * random.nextGaussian();
      for (int minute = 0; minute < 60; minute++) {
        errors.add(new double[] {10, 10 * ratio + luck});
      }
    }
    return errors;
  }
}
