package io.tidewatch.spark.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process leaves that was killed between the making of a table's log and its first commit.
 * Delta takes the folder for a table and finds none in it, whatever is asked of it.
 */
final class BegunLog {
  private BegunLog() {}

  /**
   * Removes a log that has no commit; to be called by the one process that may create the table.
   *
   * @throws IllegalStateException when it has one: then it is a table
   */
  static void remove(Path log) {
    if (!Files.isDirectory(log)) {
      return;
    }
    try {
      List<Path> files = filesOf(log);
      if (files.stream().anyMatch(BegunLog::isCommit)) {
        throw new IllegalStateException(log + " has commits, yet Delta finds no table there");
      }
      for (Path file : files) {
        Files.delete(file);
      }
      Files.delete(log);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot remove the begun log " + log, failure);
    }
  }

  private static List<Path> filesOf(Path log) throws IOException {
    try (Stream<Path> files = Files.list(log)) {
      return files.toList();
    }
  }

  // Commits and checkpoints are named by their version; drafts and checksums of files are hidden.
  private static boolean isCommit(Path file) {
    return Character.isDigit(file.getFileName().toString().charAt(0));
  }
}
