package io.tidewatch.spark.table;

import io.tidewatch.domain.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks that a folder can hold tables. */
final class StoreFolder {
  private static final long LEAST_BYTES = 64L << 20;

  private StoreFolder() {}

  static void requireWritable(Path root) {
    try {
      Files.createDirectories(root.resolve("_tmp"));
      requireLinks(root);
      requireSpace(root);
    } catch (IOException unwritable) {
      throw new UserException(
          "the store " + root + " cannot be written",
          unwritable.getClass().getSimpleName() + ": " + unwritable.getMessage(),
          "name a folder of yours with --store, or change its owner or its mount",
          unwritable);
    }
  }

  private static void requireLinks(Path root) throws IOException {
    Path probe = Files.createTempFile(root, "_probe", "");
    Path second = probe.resolveSibling(probe.getFileName() + "2");
    try {
      HardLinkLogStore.link(probe, second);
    } finally {
      Files.deleteIfExists(second);
      Files.delete(probe);
    }
  }

  private static void requireSpace(Path root) throws IOException {
    long free = Files.getFileStore(root).getUsableSpace();
    if (free < LEAST_BYTES) {
      throw new UserException(
          "the disk of the store " + root + " is full",
          (free >> 20) + " MiB are free, at least " + (LEAST_BYTES >> 20) + " are needed",
          "make room, or name a folder on another disk with --store");
    }
  }
}
