package io.tidewatch.spark.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidewatch.spark.train.StoredRows.Stored;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoredRowsTest {
  @Test
  void of_the_rows_of_one_step_the_one_that_became_known_last_is_read() {
    Stored first = new Stored(7, new double[] {1}, 100);
    Stored repaired = new Stored(7, new double[] {2}, 300);
    Stored before = new Stored(5, new double[] {3}, 900);
    List<Stored> stored = List.of(first, repaired, before);
    assertEquals(List.of(before, repaired), List.copyOf(StoredRows.newest(stored)));
    List<Stored> backwards = new java.util.ArrayList<>(stored);
    Collections.reverse(backwards);
    assertEquals(List.of(before, repaired), List.copyOf(StoredRows.newest(backwards)));
  }
}
