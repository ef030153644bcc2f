package io.tidewatch.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableContractTest {
  private static final List<Column> COLUMNS =
      List.of(Column.of("a", ColumnType.STRING), Column.optional("b", ColumnType.DOUBLE));

  @Test
  void a_key_names_columns_that_are_there() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new TableContract("t", 1, COLUMNS, List.of("c"), List.of(), 1));
  }

  @Test
  void a_column_stands_once() {
    List<Column> twice = List.of(COLUMNS.get(0), COLUMNS.get(0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new TableContract("t", 1, twice, List.of(), List.of(), 1));
  }

  @Test
  void no_key_column_may_be_missing_from_a_row() {
    for (TableContract table : Tables.all()) {
      table.columns().stream()
          .filter(column -> table.key().contains(column.name()))
          .forEach(column -> assertEquals(false, column.optional(), table.name()));
    }
  }

  @Test
  void no_two_tables_share_a_folder() {
    List<String> names = Tables.all().stream().map(TableContract::name).toList();
    assertEquals(names.size(), new HashSet<>(names).size());
  }
}
