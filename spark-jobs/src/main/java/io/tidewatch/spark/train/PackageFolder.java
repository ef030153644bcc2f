package io.tidewatch.spark.train;

import io.tidewatch.domain.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A temporary folder in which a package is put together, gone when it is closed. */
public final class PackageFolder implements AutoCloseable {
  private final Path path;

  private PackageFolder(Path path) {
    this.path = path;
  }

  /**
   * An empty folder.
   *
   * @throws UserException when the disk does not take it
   */
  public static PackageFolder create() {
    try {
      return new PackageFolder(Files.createTempDirectory("tidewatch-package"));
    } catch (IOException unwritable) {
      throw new UserException(
          "the model package cannot be written",
          unwritable.toString(),
          "free space on the disk of the temporary files, or name another with -Djava.io.tmpdir",
          unwritable);
    }
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  @Override
  public void close() {
    try (var files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException leftOver) {
      // A forgotten temporary folder harms nobody; failing the training for it would.
      path.toFile().deleteOnExit();
    }
  }
}
