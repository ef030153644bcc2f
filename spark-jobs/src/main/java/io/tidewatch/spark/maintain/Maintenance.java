package io.tidewatch.spark.maintain;

import io.delta.exceptions.DeltaConcurrentModificationException;
import io.tidewatch.spark.JobContext;
import io.tidewatch.spark.table.DeltaStore;
import io.tidewatch.spark.table.Leftovers;
import io.tidewatch.spark.table.Role;
import io.tidewatch.spark.table.ScratchFolder;
import io.tidewatch.spark.table.TableFiles;
import io.tidewatch.table.TableContract;
import io.tidewatch.table.Tables;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps a store small and quick to read: rows beyond their retention go, many small files become
 * few, files that no reader can need any more are removed.
 *
 * <p>It may run beside everything else. A running stream only appends, which never conflicts; its
 * checkpoint is not touched; and readers keep their files for as long as the settings say.
 */
final class Maintenance {
  // Far longer than a commit takes.
  private static final Duration STALE = Duration.ofHours(1);

  /** What was done to one table. */
  record TableSummary(
      String table, long rowsDeleted, long filesBefore, long filesAfter, int leftovers) {}

  /** What was done. */
  record Summary(List<TableSummary> tables, List<String> postponed, int scratchFolders) {}

  private final JobContext context;
  private final MaintainSettings settings;

  Maintenance(JobContext context, MaintainSettings settings) {
    this.context = context;
    this.settings = settings;
  }

  Summary run() {
    context.store().claim(Role.MAINTENANCE);
    List<TableSummary> done = new ArrayList<>();
    List<String> postponed = new ArrayList<>();
    for (TableContract table : Tables.all()) {
      if (!context.store().exists(table)) {
        continue;
      }
      try {
        done.add(maintain(table));
      } catch (DeltaConcurrentModificationException changed) {
        // Only a change of the same files can do that; the next run finds them settled.
        postponed.add(table.name());
      }
    }
    Instant stale = context.clock().instant().minus(STALE);
    return new Summary(
        done, postponed, ScratchFolder.removeAbandoned(context.store().root(), stale));
  }

  private TableSummary maintain(TableContract table) {
    DeltaStore store = context.store();
    TableFiles files = new TableFiles(context.spark(), store, table);
    long before = files.size().files();
    long deleted = deleteExpired(table, files);
    List<String> crowded =
        files.byFolder().entrySet().stream()
            .filter(folder -> folder.getValue() > settings.filesPerDay())
            .map(Map.Entry::getKey)
            .toList();
    if (!crowded.isEmpty()) {
      files.compact(crowded);
    }
    files.vacuum(settings.keepHours());
    int leftovers = Leftovers.remove(store, table, context.clock().instant().minus(STALE));
    return new TableSummary(table.name(), deleted, before, files.size().files(), leftovers);
  }

  private long deleteExpired(TableContract table, TableFiles files) {
    LocalDate today = context.clock().instant().atOffset(ZoneOffset.UTC).toLocalDate();
    Optional<String> condition = expired(table, today.minusDays(settings.days(table)));
    long rows = condition.map(rule -> context.store().read(table).where(rule).count()).orElse(0L);
    if (rows > 0) {
      files.delete(condition.orElseThrow());
    }
    return rows;
  }

  // Whole folders go where there are folders by day, without reading a row.
  private static Optional<String> expired(TableContract table, LocalDate oldest) {
    if (table.partitioning().contains("day")) {
      return Optional.of("day < DATE '" + oldest + "'");
    }
    return Stream.of("to_ts", "ts")
        .filter(table.columnNames()::contains)
        .findFirst()
        .map(column -> column + " < TIMESTAMP '" + oldest + " 00:00:00'");
  }
}
