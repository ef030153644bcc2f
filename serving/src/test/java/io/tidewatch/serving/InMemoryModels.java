package io.tidewatch.serving;

import io.tidewatch.domain.UserException;
import io.tidewatch.mlflow.ModelPackage;
import io.tidewatch.mlflow.ModelVersion;
import io.tidewatch.serving.model.ModelSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A registry of packages in folders. */
public final class InMemoryModels implements ModelSource {
  private final Map<String, Path> versions = new HashMap<>();
  private final String name;
  private Optional<String> champion = Optional.empty();
  private boolean down;
  private int downloads;

  public InMemoryModels() {
    this("forecast");
  }

  public InMemoryModels(String name) {
    this.name = name;
  }

  public synchronized void register(String version, ModelPackage content) {
    versions.put(version, content.directory());
    champion = Optional.of(version);
  }

  public synchronized void promote(String version) {
    champion = Optional.of(version);
  }

  /** Takes the alias away. */
  public synchronized void withdraw() {
    champion = Optional.empty();
  }

  public synchronized void down(boolean isDown) {
    down = isDown;
  }

  public synchronized int downloads() {
    return downloads;
  }

  @Override
  public synchronized Optional<ModelVersion> current() {
    requireUp();
    return champion.map(
        version -> new ModelVersion(name, version, "run", "folder", Instant.EPOCH, Map.of()));
  }

  @Override
  public synchronized ModelPackage download(ModelVersion version, Path directory) {
    requireUp();
    downloads++;
    Path from = versions.get(version.version());
    try (Stream<Path> tree = Files.walk(from)) {
      List<Path> files = tree.filter(Files::isRegularFile).toList();
      for (Path file : files) {
        Path target = directory.resolve(from.relativize(file));
        Files.createDirectories(target.getParent());
        Files.deleteIfExists(target);
        Files.copy(file, target);
      }
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
    return ModelPackage.open(directory);
  }

  private void requireUp() {
    if (down) {
      throw new UserException("MLflow does not answer", "connection refused", "start it");
    }
  }
}
