package io.tidewatch.spark.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tidewatch.domain.Series;
import org.junit.jupiter.api.Test;

class NewestCellsTest {
  @Test
  void values_come_in_any_order_and_of_a_step_the_newest_known_counts() {
    NewestCells cells = new NewestCells();
    cells.put(1_000, 1, 10);
    cells.put(1_500, 2, 10);
    cells.put(200, 3, 10);
    cells.put(1_000, 9, 20);
    cells.put(1_000, 5, 15);
    Series series = cells.series();
    assertEquals(9, series.value((int) (1_000 - series.firstStep())));
    assertEquals(2, series.value((int) (1_500 - series.firstStep())));
    assertEquals(3, series.value((int) (200 - series.firstStep())));
    assertFalse(series.known((int) (201 - series.firstStep())));
    assertEquals(series.length() - 3, series.gaps());
  }
}
