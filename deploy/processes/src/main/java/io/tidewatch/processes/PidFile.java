package io.tidewatch.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Remembers processes across a kill -9 of ours: a line per process with its id and start time in
 * epoch milliseconds.
 *
 * <p>An id alone is not enough: the system gives it to another process later. The start time tells
 * them apart. It is compared with a tolerance, since Linux derives it from a boot time that moves
 * when the clock is set.
 */
final class PidFile {

  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  private final Path file;

  PidFile(Path file) {
    this.file = file;
  }

  /**
   * Replaces the content by these processes, in one step; processes that have ended are left out.
   */
  void write(Stream<ProcessHandle> processes) {
    List<String> lines = processes.flatMap(process -> line(process).stream()).toList();
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.write(fresh, lines);
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** The processes of the file that still run; empty when there is no file. */
  List<ProcessHandle> living() {
    try {
      return Files.readAllLines(file).stream().flatMap(line -> find(line).stream()).toList();
    } catch (NoSuchFileException absent) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + file, e);
    }
  }

  private static Optional<String> line(ProcessHandle process) {
    return process.info().startInstant().map(start -> process.pid() + " " + start.toEpochMilli());
  }

  private static Optional<ProcessHandle> find(String line) {
    if (!line.matches("\\d{1,18} \\d{1,18}")) {
      return Optional.empty();
    }
    String[] fields = line.split(" ");
    Instant started = Instant.ofEpochMilli(Long.parseLong(fields[1]));
    return ProcessHandle.of(Long.parseLong(fields[0]))
        .filter(ProcessHandle::isAlive)
        .filter(process -> startedAt(process, started));
  }

  private static boolean startedAt(ProcessHandle process, Instant expected) {
    return process
        .info()
        .startInstant()
        .filter(start -> Duration.between(expected, start).abs().compareTo(TOLERANCE) <= 0)
        .isPresent();
  }
}
