package io.tidewatch.processes;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** What a child process prints: this run's file, and the previous run's beside it as {@code .1}. */
final class LogFile {

  private static final int TAIL_BYTES = 16 * 1024;

  private final Path path;

  private LogFile(Path path) {
    this.path = path;
  }

  /** An empty log; an existing one is kept as {@code .1}. */
  static LogFile begin(Path path) throws IOException {
    if (Files.exists(path)) {
      Path previous = path.resolveSibling(path.getFileName() + ".1");
      Files.move(path, previous, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.createFile(path);
    return new LogFile(path);
  }

  Path path() {
    return path;
  }

  /** The last lines that are not blank, oldest first, out of the last 16 KiB. */
  List<String> tail(int lines) {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      long from = Math.max(0, file.length() - TAIL_BYTES);
      byte[] bytes = new byte[(int) (file.length() - from)];
      file.seek(from);
      file.readFully(bytes);
      List<String> all =
          new String(bytes, StandardCharsets.UTF_8).lines().filter(s -> !s.isBlank()).toList();
      return List.copyOf(all.subList(Math.max(0, all.size() - lines), all.size()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }
}
