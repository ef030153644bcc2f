package io.tidewatch.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidewatch.domain.UserException;
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
        () -> new TableContract("t", 1, "", COLUMNS, List.of("c"), List.of(), 1));
  }

  @Test
  void a_column_stands_once() {
    List<Column> twice = List.of(COLUMNS.get(0), COLUMNS.get(0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new TableContract("t", 1, "", twice, List.of(), List.of(), 1));
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

  @Test
  void an_older_table_lacks_only_what_a_row_may_lack() {
    TableContract second = new TableContract("t", 2, "", COLUMNS, List.of("a"), List.of(), 1);
    assertEquals(List.of(COLUMNS.get(1)), second.missingIn(1, List.of(COLUMNS.get(0))));
    assertEquals(List.of(), second.missingIn(2, COLUMNS));
  }

  @Test
  void a_newer_table_is_refused_with_the_remedy_to_update() {
    TableContract first = new TableContract("t", 1, "", COLUMNS, List.of("a"), List.of(), 1);
    UserException refused =
        assertThrows(UserException.class, () -> first.missingIn(2, List.of(COLUMNS.get(0))));
    assertTrue(refused.remedy().startsWith("update Tidewatch"), refused.getMessage());
  }

  @Test
  void a_table_is_refused_that_lacks_a_needed_column_or_has_another_ones_type() {
    TableContract second = new TableContract("t", 2, "", COLUMNS, List.of("a"), List.of(), 1);
    Column wrong = Column.of("a", ColumnType.DOUBLE);
    Column strange = Column.optional("c", ColumnType.DOUBLE);
    assertThrows(UserException.class, () -> second.missingIn(1, List.of(COLUMNS.get(1))));
    assertThrows(UserException.class, () -> second.missingIn(1, List.of(wrong)));
    assertThrows(UserException.class, () -> second.missingIn(1, List.of(COLUMNS.get(0), strange)));
    assertThrows(UserException.class, () -> second.missingIn(2, List.of(COLUMNS.get(0))));
  }
}
