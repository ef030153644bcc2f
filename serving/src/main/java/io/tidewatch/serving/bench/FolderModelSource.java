package io.tidewatch.serving.bench;

import io.tidewatch.mlflow.ModelPackage;
import io.tidewatch.mlflow.ModelVersion;
import io.tidewatch.serving.model.ModelSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A registry whose every version is the same folder, for swapping under load. */
final class FolderModelSource implements ModelSource {
  private final Path folder;
  private final AtomicInteger version = new AtomicInteger(1);

  FolderModelSource(Path folder) {
    this.folder = folder;
  }

  /** From now on the alias points at a new version. */
  void promote() {
    version.incrementAndGet();
  }

  @Override
  public Optional<ModelVersion> current() {
    String number = Integer.toString(version.get());
    return Optional.of(
        new ModelVersion("forecast", number, "run", "folder", Instant.EPOCH, Map.of()));
  }

  @Override
  public ModelPackage download(ModelVersion wanted, Path directory) {
    try (Stream<Path> tree = Files.walk(folder)) {
      List<Path> files = tree.filter(Files::isRegularFile).toList();
      for (Path file : files) {
        Path target = directory.resolve(folder.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      }
      return ModelPackage.open(directory);
    } catch (IOException full) {
      throw new UncheckedIOException("cannot copy the package", full);
    }
  }
}
