package io.tidewatch.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Who uses the test lab, and whether tests started it. Each JVM holds a shared lock while it uses
 * the lab; the last one out, known by an exclusive lock, takes it down. The note who started it
 * survives a killed JVM, so that the next run takes down what that one left.
 */
final class LabUsers implements AutoCloseable {
  private final Path note;
  private final Path labId;
  private final FileChannel channel;
  private final FileLock shared;

  LabUsers(LabSettings settings) {
    note = settings.home().resolve("started-by-tests");
    labId = settings.state().resolve("id");
    try {
      Files.createDirectories(settings.home());
      channel =
          FileChannel.open(
              settings.home().resolve("users.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      shared = channel.lock(0, Long.MAX_VALUE, true);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Notes that the lab which is up now is the tests' own. */
  void weStartedIt() {
    try {
      // by its id: a later lab in the same folder is somebody else's
      if (Files.exists(labId)) {
        Files.copy(labId, note, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private boolean testsStartedIt() throws IOException {
    return Files.exists(note) && Files.exists(labId) && Files.mismatch(note, labId) < 0;
  }

  /** Stops using the lab; runs the action if tests started it and nobody else uses it. */
  void leave(Runnable takeDown) {
    try {
      shared.release();
      try (FileLock alone = channel.tryLock()) {
        if (alone != null && testsStartedIt()) {
          takeDown.run();
          Files.deleteIfExists(note);
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
