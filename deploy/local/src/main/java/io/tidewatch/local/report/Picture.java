package io.tidewatch.local.report;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** The picture of a report. */
public final class Picture {
  private Picture() {}

  /**
   * Draws it into a file. A machine without fonts cannot draw text; that is no reason to lose the
   * rest of the report.
   *
   * @return why there is no picture, if there is none
   */
  public static Optional<String> write(Path file, Consumer<Path> drawing) {
    try {
      drawing.accept(file);
      return Optional.empty();
    } catch (RuntimeException | LinkageError | InternalError noFonts) {
      return Optional.of(
          "there is no picture, because text cannot be drawn here ("
              + noFonts.getMessage()
              + "); on Debian: apt-get install fonts-dejavu-core");
    }
  }
}
