package io.tidewatch.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledSetFileTest {
  @TempDir Path folder;

  @Test
  void label_and_split_may_stand_in_any_order_and_an_empty_cell_takes_the_value_before()
      throws IOException {
    List<String> rows = rows("timestamp,a,split,b,label", "%d,%d.5,%s,7,%d", 60);
    rows.set(3, rows.get(3).replace(",7,", ",,"));
    LabelledSet set = read(rows);
    assertEquals(List.of("a", "b"), set.metrics());
    assertEquals(Duration.ofMinutes(5), set.step());
    assertEquals(60, set.train().cardinality());
    assertEquals(120, set.length());
    assertArrayEquals(new double[] {2.5, 7}, set.rows()[2]);
    assertEquals(1, set.filled());
    assertEquals(119, set.label().nextSetBit(0));
  }

  @Test
  void without_a_split_the_first_rows_train() throws IOException {
    List<String> rows = new ArrayList<>(List.of("timestamp,value,label"));
    for (int i = 0; i < 200; i++) {
      rows.add("2014-02-14 14:%02d:%02d,1.0,0".formatted(i / 60, i % 60));
    }
    assertEquals(30, read(rows).train().cardinality());
  }

  @Test
  void what_is_no_set_is_refused_with_the_line() throws IOException {
    assertRefused(List.of("time,value"), "columns are [time, value]");
    List<String> unsorted = rows("timestamp,a,split,b,label", "%d,%d.5,%s,7,%d", 60);
    unsorted.set(9, unsorted.get(4));
    assertRefused(unsorted, "sort the rows");
    assertRefused(rows("timestamp,a,split,b,label", "%d,%d.5,%s,7,%d", 0), "split");
  }

  private void assertRefused(List<String> rows, String reason) {
    UserException refused = assertThrows(UserException.class, () -> read(rows));
    assertTrue(refused.getMessage().contains(reason), refused.getMessage());
  }

  private static List<String> rows(String header, String format, int train) {
    List<String> rows = new ArrayList<>(List.of(header));
    for (int i = 0; i < 120; i++) {
      rows.add(format.formatted(300L * i, i, i < train ? "train" : "test", i == 119 ? 1 : 0));
    }
    return rows;
  }

  private LabelledSet read(List<String> rows) throws IOException {
    return LabelledSetFile.read(Files.write(folder.resolve("set.csv"), rows));
  }
}
