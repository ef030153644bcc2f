package io.tidewatch.table;

/** The types a column of a table can have. */
public enum ColumnType {
  STRING,
  DOUBLE,
  LONG,
  INTEGER,
  BOOLEAN,
  TIMESTAMP,
  DATE,
  DOUBLE_ARRAY
}
