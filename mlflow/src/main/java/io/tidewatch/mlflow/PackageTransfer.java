package io.tidewatch.mlflow;

import io.tidewatch.domain.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Brings packages to and from the artifact store; a directory appears only whole and verified. */
final class PackageTransfer {

  /** The gate lets 64 MiB through; people may promote more by hand, but not what fills a disk. */
  static final long LARGEST = 256L << 20;

  private final ArtifactStore artifacts;

  PackageTransfer(ArtifactStore artifacts) {
    this.artifacts = artifacts;
  }

  /** Stores all files, the checksums last: without them nobody takes the rest for a package. */
  void upload(ModelPackage content, String path) {
    try {
      for (String name : content.files()) {
        artifacts.put(path + "/" + name, content.directory().resolve(name));
      }
    } catch (IOException e) {
      throw Checksums.damaged("it cannot be read from " + content.directory() + ": " + e);
    }
  }

  ModelPackage download(ModelVersion version, Path directory) {
    String path = ArtifactStore.path(version.source());
    String document = artifacts.read(path + "/" + Checksums.FILE);
    requireRegistered(version, document);
    Optional<ModelPackage> present = present(directory, Checksums.sha256(document));
    return present.orElseGet(() -> bring(path, document, directory));
  }

  /** The version's tag says what was registered: anything else was changed behind the registry. */
  private static void requireRegistered(ModelVersion version, String document) {
    String actual = Checksums.sha256(document);
    String expected = version.checksum().orElse(actual);
    if (!actual.equals(expected)) {
      throw new UserException(
          "the package of " + version + " is not the one that was registered",
          "its checksums have SHA-256 " + actual + ", registered were " + expected,
          "do not use it: train again, or set the alias to another version");
    }
  }

  private static Optional<ModelPackage> present(Path directory, String checksum) {
    if (!Files.exists(directory)) {
      return Optional.empty();
    }
    try {
      return Optional.of(ModelPackage.open(directory)).filter(p -> p.checksum().equals(checksum));
    } catch (UserException damaged) {
      // It is brought anew.
      return Optional.empty();
    }
  }

  private ModelPackage bring(String path, String document, Path directory) {
    List<String> wanted =
        Checksums.parse(document).files().keySet().stream()
            .filter(name -> !name.startsWith(ModelPackage.NATIVE))
            .toList();
    requireSmall(path, wanted);
    Path target = directory.toAbsolutePath();
    Path fresh = target.resolveSibling(target.getFileName() + ".partial");
    try {
      deleteTree(fresh);
      Files.createDirectories(fresh);
      for (String name : wanted) {
        Files.createDirectories(fresh.resolve(name).getParent());
        artifacts.get(path + "/" + name, fresh.resolve(name));
      }
      Files.writeString(fresh.resolve(Checksums.FILE), document);
      ModelPackage.open(fresh);
      deleteTree(target);
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
      return ModelPackage.open(target);
    } catch (IOException e) {
      throw new UserException(
          "the model package could not be stored in " + target,
          e.toString(),
          "free disk space or make the directory writable",
          e);
    }
  }

  /** Asked before anything is brought: neither disk nor memory is for what is too large. */
  private void requireSmall(String path, List<String> wanted) {
    Map<String, Long> sizes = artifacts.sizes(path);
    long all = wanted.stream().mapToLong(name -> sizes.getOrDefault(name, 0L)).sum();
    if (all > LARGEST) {
      throw new UserException(
          "the model package is too large and is not brought",
          "it has %d MiB, more than the %d MiB that a process takes"
              .formatted(all >> 20, LARGEST >> 20),
          "train with fewer or shallower trees, or set the alias to another version");
    }
  }

  private static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
