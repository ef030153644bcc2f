package io.tidewatch.spark.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder for what Spark spills, of one process. It is locked for as long as the process lives, so
 * that what a killed one has left can be told from what a running one needs.
 */
public final class ScratchFolder implements AutoCloseable {
  private static final String PREFIX = "run-";
  private static final String LOCK = "in-use.lock";

  private final Path path;
  private final WriterLock lock;

  private ScratchFolder(Path path, WriterLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /** A new folder in a store. */
  public static ScratchFolder open(Path store) {
    try {
      Path parent = Files.createDirectories(store.toAbsolutePath().resolve("_tmp"));
      Path path = Files.createTempDirectory(parent, PREFIX);
      return new ScratchFolder(path, WriterLock.tryAcquire(path.resolve(LOCK)).orElseThrow());
    } catch (IOException unwritable) {
      throw new UncheckedIOException("cannot make a folder in " + store, unwritable);
    }
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /**
   * Removes the folders of processes that live no more.
   *
   * @param before younger ones may just be made, and are left
   */
  public static int removeAbandoned(Path store, Instant before) {
    Path parent = store.toAbsolutePath().resolve("_tmp");
    if (!Files.isDirectory(parent)) {
      return 0;
    }
    int removed = 0;
    try (Stream<Path> folders = Files.list(parent)) {
      for (Path folder : folders.toList()) {
        removed += removeIfAbandoned(folder, before) ? 1 : 0;
      }
      return removed;
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot clean " + parent, failure);
    }
  }

  private static boolean removeIfAbandoned(Path folder, Instant before) throws IOException {
    boolean ours = folder.getFileName().toString().startsWith(PREFIX);
    if (!ours || Files.getLastModifiedTime(folder).toInstant().isAfter(before)) {
      return false;
    }
    Optional<WriterLock> free = WriterLock.tryAcquire(folder.resolve(LOCK));
    if (free.isEmpty()) {
      return false;
    }
    try (WriterLock held = free.get()) {
      delete(folder);
    }
    return true;
  }

  @Override
  public void close() {
    lock.close();
    try {
      delete(path);
    } catch (IOException | UncheckedIOException busy) {
      // Spark may still be writing its last words; maintain removes the rest.
      return;
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> tree = Files.walk(folder)) {
      all = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.deleteIfExists(each);
    }
  }
}
