package io.tidewatch.spark.gate;

import io.tidewatch.domain.UserException;
import io.tidewatch.mlflow.ModelRegistry;
import io.tidewatch.mlflow.ModelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** Brings a registered version and reads it; nothing stays on the disk. */
public final class PackageReader {
  private final ModelRegistry registry;

  /** Of versions of this registry. */
  public PackageReader(ModelRegistry registry) {
    this.registry = registry;
  }

  /**
   * A version as it would be served.
   *
   * @throws UserException when it cannot be had, or serving would refuse it
   */
  public ServedForecast read(ModelVersion version) {
    Path folder = temporary();
    try {
      return ServedForecast.of(registry.download(version, folder.resolve("package")));
    } finally {
      delete(folder);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("tidewatch-judged");
    } catch (IOException unwritable) {
      throw new UserException(
          "a model package cannot be brought",
          unwritable.toString(),
          "free space on the disk of the temporary files, or name another with -Djava.io.tmpdir",
          unwritable);
    }
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException leftOver) {
      // A forgotten temporary folder harms nobody; failing the job for it would.
      folder.toFile().deleteOnExit();
    }
  }
}
