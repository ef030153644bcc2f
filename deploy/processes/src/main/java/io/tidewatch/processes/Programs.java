package io.tidewatch.processes;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/** Finds programs on the PATH of this process. */
final class Programs {

  private Programs() {}

  /** The first executable file of that name on {@code path}, a PATH-like list of directories. */
  static Optional<Path> find(String program, String path) {
    return Arrays.stream(Objects.requireNonNullElse(path, "").split(File.pathSeparator))
        .filter(directory -> !directory.isBlank())
        .map(directory -> Path.of(directory, program))
        .filter(candidate -> Files.isRegularFile(candidate) && Files.isExecutable(candidate))
        .findFirst();
  }

  /** The program on this process's PATH; throws with what to install if it is not there. */
  static Path require(String program, String debianPackage) {
    return find(program, System.getenv("PATH"))
        .orElseThrow(
            () ->
                new ProcessException(
                    "the program '" + program + "' is missing",
                    "it is not on PATH",
                    "on Debian or Ubuntu: sudo apt-get install "
                        + debianPackage
                        + "; elsewhere install "
                        + debianPackage
                        + " and put it on PATH"));
  }
}
