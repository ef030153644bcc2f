package io.tidewatch.spark.table;

import io.tidewatch.domain.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Holds a table for one writer; the operating system gives it up when the process ends, however it
 * ends.
 */
final class WriterLock implements AutoCloseable {
  private final FileChannel channel;

  private WriterLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock of a table.
   *
   * @throws UserException when another process (or another store in this one) holds it
   */
  static WriterLock acquire(Path store, String table) {
    Path file = store.resolve("_locks").resolve(table + "_writer.lock");
    try {
      Files.createDirectories(file.getParent());
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      return lock(channel, file, table);
    } catch (IOException unusable) {
      throw new UncheckedIOException("could not lock table " + table, unusable);
    }
  }

  private static WriterLock lock(FileChannel channel, Path file, String table) throws IOException {
    if (tryLock(channel)) {
      channel.truncate(0);
      byte[] holder = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
      channel.write(ByteBuffer.wrap(holder), 0);
      return new WriterLock(channel);
    }
    channel.close();
    throw new UserException(
        "table " + table + " is being written by another process",
        "process " + Files.readString(file) + " holds " + file,
        "wait until it has ended, or stop it");
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException unclosable) {
      throw new UncheckedIOException(unclosable);
    }
  }
}
