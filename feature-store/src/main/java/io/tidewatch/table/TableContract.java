package io.tidewatch.table;

import io.tidewatch.domain.UserException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What every reader and writer of a table may rely on.
 *
 * @param name the table's folder in the store
 * @param version raised whenever a column is added; a table of a newer version is refused
 * @param meaning what one row is, for a person
 * @param columns all columns, in order
 * @param key the columns that identify a row
 * @param partitioning the columns that split the table into folders
 * @param retentionDays how many days a row is kept
 */
public record TableContract(
    String name,
    int version,
    String meaning,
    List<Column> columns,
    List<String> key,
    List<String> partitioning,
    int retentionDays) {
  private static final String ANOTHER_STORE =
      "name another --store and run the jobs again, or move the folder of that table away";

  public TableContract {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(meaning, "meaning");
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

  /**
   * The columns whose least and greatest value each file's commit tells: its times. Those of names
   * and arrays took a third of the time of a write, and Parquet's own footers have them.
   */
  public List<String> statistics() {
    return columns.stream()
        .filter(column -> column.type() == ColumnType.TIMESTAMP)
        .map(Column::name)
        .toList();
  }

  /**
   * The columns that a stored table of an older version lacks. Tables only ever gain columns that a
   * row may lack, so that an older row stays what it was.
   *
   * @param storedVersion the version that the table says it has
   * @param stored the columns that it has
   * @throws UserException when it is newer, or has other columns than an older version can have
   */
  public List<Column> missingIn(int storedVersion, List<Column> stored) {
    if (storedVersion > version) {
      throw refused(
          "it has version " + storedVersion + " of its columns, this program knows " + version,
          "update Tidewatch, or name another --store");
    }
    Map<String, Column> known =
        columns.stream().collect(Collectors.toMap(Column::name, Function.identity()));
    for (Column column : stored) {
      Optional<Column> own = Optional.ofNullable(known.get(column.name()));
      if (own.isEmpty() || own.get().type() != column.type()) {
        throw refused(
            "its column " + column.name() + " of type " + column.type() + " is none of ours",
            ANOTHER_STORE);
      }
    }
    Set<String> names = stored.stream().map(Column::name).collect(Collectors.toSet());
    List<Column> missing =
        columns.stream().filter(column -> !names.contains(column.name())).toList();
    missing.stream()
        .filter(column -> storedVersion == version || !column.optional())
        .findFirst()
        .ifPresent(
            column -> {
              throw refused("it has no column " + column.name(), ANOTHER_STORE);
            });
    return missing;
  }

  private UserException refused(String cause, String remedy) {
    return new UserException(
        "table " + name + " cannot be used by this version of Tidewatch", cause, remedy);
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
