package io.tidewatch.spark.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ThinningTest {
  private static final long SEED = 42;
  private static final int DAY = 1_440;
  private static final Thinning THINNING = Thinning.standard(SEED);

  @Test
  void the_calibration_and_test_part_and_the_last_three_days_of_the_training_stay_whole() {
    // Of 30 days 21 train, of which the last 3.15 calibrate.
    assertEquals(25_703, THINNING.wholeFrom(0, 30 * DAY));
    // Of 10 days 7 train: three days before their end lie in the fit part.
    assertEquals(100 + 4 * DAY, THINNING.wholeFrom(100, 10 * DAY));
    assertEquals(7, THINNING.wholeFrom(7, 3 * DAY), "nothing is older than three days");
    assertTrue(THINNING.keeps("shop/web", 500, 500));
  }

  @Test
  void a_fifth_of_the_older_rows_is_kept_and_every_minute_of_the_hour_among_them() {
    Set<Long> minutes = new HashSet<>();
    int kept = 0;
    for (long step = 0; step < 20 * DAY; step++) {
      if (THINNING.keeps("shop/web", step, Long.MAX_VALUE)) {
        kept++;
        minutes.add(step % 60);
      }
    }
    assertEquals(0.2, kept / (20.0 * DAY), 0.01);
    assertEquals(60, minutes.size());
  }

  @Test
  void what_is_drawn_afterwards_is_drawn_from_all_that_was_kept() {
    int kept = 0;
    int drawn = 0;
    for (long step = 0; step < 20 * DAY; step++) {
      if (THINNING.keeps("shop/web", step, Long.MAX_VALUE)) {
        kept++;
        drawn += SeededDraw.of(SEED, "shop/web", step) < 0.1 ? 1 : 0;
      }
    }
    assertEquals(0.1, (double) drawn / kept, 0.02, "one hash for both would draw half of them");
  }
}
