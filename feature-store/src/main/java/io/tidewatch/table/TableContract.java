package io.tidewatch.table;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What every reader and writer of a table may rely on.
 *
 * @param name the table's folder in the store
 * @param version raised whenever a column changes; a table of a newer version is refused
 * @param columns all columns, in order
 * @param key the columns that identify a row
 * @param partitioning the columns that split the table into folders
 * @param retentionDays how many days a row is kept
 */
public record TableContract(
    String name,
    int version,
    List<Column> columns,
    List<String> key,
    List<String> partitioning,
    int retentionDays) {
  public TableContract {
    Objects.requireNonNull(name, "name");
    columns = List.copyOf(columns);
    key = List.copyOf(key);
    partitioning = List.copyOf(partitioning);
    if (version < 1 || retentionDays < 1) {
      throw new IllegalArgumentException("table " + name + " needs a version and a retention");
    }
    requireColumns(name, columns, key);
    requireColumns(name, columns, partitioning);
  }

  /** The names of all columns, in order. */
  public List<String> columnNames() {
    return columns.stream().map(Column::name).toList();
  }

  private static void requireColumns(String table, List<Column> columns, List<String> wanted) {
    Set<String> names = columns.stream().map(Column::name).collect(Collectors.toSet());
    if (names.size() < columns.size()) {
      throw new IllegalArgumentException("table " + table + " has a column twice");
    }
    Set<String> unknown = new HashSet<>(wanted);
    unknown.removeAll(names);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("table " + table + " has no column " + unknown);
    }
  }
}
