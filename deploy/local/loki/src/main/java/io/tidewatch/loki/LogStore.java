package io.tidewatch.loki;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lines on disk, one file per five minutes of event time.
 *
 * <p>An append returns when the operating system has the bytes, so kill -9 loses nothing that was
 * acknowledged; {@link #sync} (each second) and {@link #close} force them to the disk, so a power
 * cut loses at most a second. A record that was being written is cut off at the next start.
 */
final class LogStore implements AutoCloseable {
  static final long BUCKET_NANOS = Duration.ofMinutes(5).toNanos();
  private static final int OPEN_FILES = 16;

  private final Path folder;
  private final FileChannel lockFile;
  private final ConcurrentSkipListMap<Long, Bucket> buckets = new ConcurrentSkipListMap<>();
  private final LinkedHashMap<Long, FileChannel> open = new LinkedHashMap<>(16, 0.75f, true);

  private LogStore(Path folder, FileChannel lockFile) {
    this.folder = folder;
    this.lockFile = lockFile;
  }

  /** Opens a folder, which it makes if need be, for this process alone. */
  static LogStore open(Path folder) throws IOException {
    Files.createDirectories(folder);
    LogStore store = new LogStore(folder, lock(folder));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".log")).sorted().toList()) {
        String name = file.getFileName().toString().replace(".log", "");
        store.buckets.put(Long.parseLong(name), Bucket.open(file));
      }
    }
    return store;
  }

  private static FileChannel lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException ours) {
      // Another store of this process: the same refusal as for another process.
    }
    channel.close();
    throw new IOException("another server uses " + folder);
  }

  /** Appends lines; all of those of one bucket or none of them. */
  synchronized void append(Collection<LogEntry> entries) throws IOException {
    Map<Long, List<LogEntry>> parts =
        entries.stream()
            .collect(Collectors.groupingBy(LogStore::bucketOf, TreeMap::new, Collectors.toList()));
    for (Map.Entry<Long, List<LogEntry>> part : parts.entrySet()) {
      Bucket bucket = buckets.get(part.getKey());
      if (bucket == null) {
        bucket = new Bucket(folder.resolve(String.format("%012d.log", part.getKey())));
      }
      bucket.append(channel(part.getKey(), bucket), part.getValue());
      buckets.put(part.getKey(), bucket);
    }
  }

  private static long bucketOf(LogEntry entry) {
    return Math.floorDiv(entry.at(), BUCKET_NANOS);
  }

  private FileChannel channel(long key, Bucket bucket) throws IOException {
    FileChannel known = open.get(key);
    if (known != null) {
      return known;
    }
    if (open.size() >= OPEN_FILES) {
      Iterator<FileChannel> oldest = open.values().iterator();
      closeForced(oldest.next());
      oldest.remove();
    }
    FileChannel channel =
        FileChannel.open(bucket.file(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    open.put(key, channel);
    return channel;
  }

  private static void closeForced(FileChannel channel) throws IOException {
    try (channel) {
      channel.force(false);
    }
  }

  /** Forces what was appended to the disk. */
  synchronized void sync() throws IOException {
    for (FileChannel channel : open.values()) {
      channel.force(false);
    }
  }

  /** The streams with lines around a time; whole buckets, as an index answers. */
  List<Labels> streams(long from, long until, Predicate<Labels> wanted) {
    return between(from, until).stream()
        .flatMap(bucket -> bucket.streams().stream())
        .distinct()
        .filter(wanted)
        .sorted()
        .toList();
  }

  /** The buckets that may hold lines from a time on up to but without another, oldest first. */
  List<Bucket> between(long from, long until) {
    if (until <= from) {
      return List.of();
    }
    long first = Math.floorDiv(from, BUCKET_NANOS);
    long last = Math.floorDiv(until - 1, BUCKET_NANOS);
    return new ArrayList<>(buckets.subMap(first, true, last, true).values());
  }

  /** Deletes what is older than a time, whole buckets only. */
  synchronized void dropBefore(long at) throws IOException {
    Map<Long, Bucket> old = buckets.headMap(Math.floorDiv(at, BUCKET_NANOS), false);
    for (Map.Entry<Long, Bucket> bucket : List.copyOf(old.entrySet())) {
      FileChannel channel = open.remove(bucket.getKey());
      if (channel != null) {
        channel.close();
      }
      buckets.remove(bucket.getKey());
      Files.deleteIfExists(bucket.getValue().file());
    }
  }

  @Override
  public synchronized void close() {
    try {
      for (FileChannel channel : open.values()) {
        closeForced(channel);
      }
      open.clear();
      lockFile.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
