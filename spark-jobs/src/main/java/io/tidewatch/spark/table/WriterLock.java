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
import java.util.Optional;

/**
 * Holds a role on a store for one process; the operating system gives it up when the process ends,
 * however it ends.
 */
final class WriterLock implements AutoCloseable {
  private static final int ATTEMPTS = 600;
  private static final long PAUSE_MILLIS = 100;

  private final FileChannel channel;

  private WriterLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes a role.
   *
   * @throws UserException when another process (or another store in this one) has it
   */
  static WriterLock acquire(Path store, Role role) {
    Path file = store.resolve("_locks").resolve(role.file());
    try {
      Files.createDirectories(file.getParent());
      Optional<WriterLock> lock = tryAcquire(file);
      if (lock.isPresent()) {
        return lock.get();
      }
      throw new UserException(
          role.verb() + " is running on the store " + store + " already",
          "process " + Files.readString(file) + " holds " + file,
          "wait until it has ended, or stop it");
    } catch (IOException unusable) {
      throw new UncheckedIOException("could not lock " + file, unusable);
    }
  }

  /**
   * Takes a role as soon as nobody has it.
   *
   * @throws UserException when another still has it after a minute
   */
  static WriterLock await(Path store, Role role) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        return acquire(store, role);
      } catch (UserException taken) {
        pause();
      }
    }
    return acquire(store, role);
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a lock", stopped);
    }
  }

  /** Takes the lock of a file, which is made if it is missing; empty if another has it. */
  static Optional<WriterLock> tryAcquire(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (!tryLock(channel)) {
      channel.close();
      return Optional.empty();
    }
    channel.truncate(0);
    byte[] holder = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
    channel.write(ByteBuffer.wrap(holder), 0);
    return Optional.of(new WriterLock(channel));
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
