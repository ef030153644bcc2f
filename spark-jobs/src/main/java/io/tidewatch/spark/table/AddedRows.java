package io.tidewatch.spark.table;

import io.tidewatch.table.TableContract;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import scala.Option;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The rows that were added to a table after somebody last looked. Read out of Delta's log, so it
 * costs what is new: whatever a row's own times say, it was added when its file was.
 */
public final class AddedRows {
  private final DeltaStore store;
  private final TableContract table;

  /** Of one table, which must exist. */
  public AddedRows(DeltaStore store, TableContract table) {
    this.store = store;
    this.table = table;
  }

  /** All that there is now. */
  public Seen now() {
    Snapshot snapshot = store.snapshot(table);
    return new Seen(snapshot.metadata().id(), snapshot.version());
  }

  /**
   * The rows that were added later; empty if that cannot be told any more, because it is another
   * table, its log begins later or a file is gone.
   */
  public Optional<Dataset<Row>> since(Seen seen) {
    Snapshot snapshot = store.snapshot(table);
    return filesSince(seen, snapshot).map(files -> rows(files, snapshot));
  }

  /** How many rows were added later, as the log says; 0 if that cannot be told. */
  public long countSince(Seen seen) {
    List<AddFile> files = filesSince(seen, store.snapshot(table)).orElse(List.of());
    return files.stream()
        .map(AddFile::numLogicalRecords)
        .mapToLong(count -> count.isDefined() ? ((Number) count.get()).longValue() : 0)
        .sum();
  }

  private Optional<List<AddFile>> filesSince(Seen seen, Snapshot snapshot) {
    if (!snapshot.metadata().id().equals(seen.table()) || snapshot.version() < seen.version()) {
      return Optional.empty();
    }
    List<AddFile> files = new ArrayList<>();
    long next = seen.version() + 1;
    Iterator<Tuple2<Object, scala.collection.immutable.Seq<Action>>> commits =
        snapshot.deltaLog().getChanges(next, Option.empty(), false);
    while (commits.hasNext()) {
      Tuple2<Object, scala.collection.immutable.Seq<Action>> commit = commits.next();
      if ((Long) commit._1() != next++) {
        return Optional.empty();
      }
      CollectionConverters.asJava(commit._2()).forEach(action -> collect(action, files));
    }
    boolean whole = next == snapshot.version() + 1 && files.stream().allMatch(this::isThere);
    return whole ? Optional.of(files) : Optional.empty();
  }

  // Making few files of many adds no row.
  private static void collect(Action action, List<AddFile> files) {
    if (action instanceof AddFile file && file.dataChange()) {
      files.add(file);
    }
  }

  private boolean isThere(AddFile file) {
    URI path = store.path(table).toUri().resolve(file.path());
    return Files.exists(Path.of(path));
  }

  private Dataset<Row> rows(List<AddFile> files, Snapshot snapshot) {
    DeltaLog log = snapshot.deltaLog();
    return log.createDataFrame(
        snapshot, CollectionConverters.asScala(files).toSeq(), false, Option.empty());
  }
}
