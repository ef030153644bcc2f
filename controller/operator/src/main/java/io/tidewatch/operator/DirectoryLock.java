package io.tidewatch.operator;

import io.tidewatch.domain.UserException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a directory for one process; the kernel lets go of it when that dies. */
record DirectoryLock(FileChannel channel) implements AutoCloseable {
  /**
   * Takes the lock.
   *
   * @throws UserException when another controller has it
   */
  static DirectoryLock take(Path directory) throws IOException {
    Path file = directory.resolve("controller.lock");
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (locked(channel)) {
      return new DirectoryLock(channel);
    }
    channel.close();
    throw new UserException(
        "another controller runs on " + directory,
        "it holds the lock " + file,
        "stop it, or give this one another directory with --state");
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
