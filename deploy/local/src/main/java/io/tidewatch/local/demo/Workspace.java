package io.tidewatch.local.demo;

import io.tidewatch.domain.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folders of one demo.
 *
 * @param root holds all of them
 */
record Workspace(Path root) {
  private static final long NEEDED_BYTES = 3L << 30;

  /** Logs and process ids. */
  Path processes() {
    return root.resolve("processes");
  }

  Path prometheus() {
    return work("prometheus");
  }

  /** The lines of the log server. */
  Path loki() {
    return work("loki");
  }

  Path store() {
    return work("store");
  }

  Path history() {
    return work("history");
  }

  Path results() {
    return work("results");
  }

  Path serving() {
    return work("serving");
  }

  Path controller() {
    return work("controller");
  }

  Path catalogue() {
    return work("catalogue.yaml");
  }

  Path report() {
    return root.resolve("report");
  }

  /** Kept from run to run, so that the versions of a model count up. */
  Path mlflow(String scenario) {
    return root.resolve("mlflow").resolve(scenario);
  }

  /** Throws {@link UserException} if the disk has no room for a demo. */
  void requireRoom() {
    try {
      Files.createDirectories(root);
      long free = Files.getFileStore(root).getUsableSpace();
      if (free < NEEDED_BYTES) {
        throw new UserException(
            "there is not enough room on the disk of " + root,
            "%.1f GiB are free, a demo needs 3 GiB".formatted(free / (double) (1L << 30)),
            "free some, or set TIDEWATCH_HOME to a folder on another disk");
      }
    } catch (IOException e) {
      throw new UserException(
          "the folder " + root + " cannot be used",
          e.toString(),
          "make it writable, or set TIDEWATCH_HOME to another folder");
    }
  }

  /** Removes what an earlier run has left, but the model registry. */
  void clear() {
    for (Path old : List.of(root.resolve("work"), report())) {
      delete(old);
    }
    try {
      Files.createDirectories(history());
      Files.createDirectories(results());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create the folders of the demo", e);
    }
  }

  private Path work(String name) {
    return root.resolve("work").resolve(name);
  }

  private static void delete(Path tree) {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + tree, e);
    }
  }
}
