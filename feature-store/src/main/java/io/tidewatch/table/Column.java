package io.tidewatch.table;

import java.util.Objects;

/** One column: its name, its type and whether a row may lack it. */
public record Column(String name, ColumnType type, boolean optional) {
  public Column {
    if (!name.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException("a column's name is lower_snake_case: " + name);
    }
    Objects.requireNonNull(type, "type");
  }

  /** A column that every row has. */
  public static Column of(String name, ColumnType type) {
    return new Column(name, type, false);
  }

  /** A column that a row may lack. */
  public static Column optional(String name, ColumnType type) {
    return new Column(name, type, true);
  }
}
