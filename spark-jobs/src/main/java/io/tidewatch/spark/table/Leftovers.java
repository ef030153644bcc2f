package io.tidewatch.spark.table;

import io.tidewatch.table.TableContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;

/** What killed writers have left in a table's log: hidden files that no reader looks at. */
public final class Leftovers {
  private Leftovers() {}

  /**
   * Removes them.
   *
   * @param before younger ones may belong to a commit that is being written, and are left
   */
  public static int remove(DeltaStore store, TableContract table, Instant before) {
    Path log = store.path(table).resolve("_delta_log");
    try (Stream<Path> files = Files.list(log)) {
      int removed = 0;
      for (Path file : files.filter(Leftovers::isTemporary).toList()) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
          removed += Files.deleteIfExists(file) ? 1 : 0;
        }
      }
      return removed;
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot clean " + log, failure);
    }
  }

  // Ours, and Delta's own of a checkpoint, each perhaps with Hadoop's checksum.
  private static boolean isTemporary(Path file) {
    String name = file.getFileName().toString();
    String bare = name.endsWith(".crc") ? name.substring(0, name.length() - 4) : name;
    return name.startsWith(".")
        && (bare.endsWith(HardLinkLogStore.UNPUBLISHED) || bare.endsWith(".tmp"));
  }
}
