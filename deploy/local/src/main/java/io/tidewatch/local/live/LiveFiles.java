package io.tidewatch.local.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Writes a live report in all its forms. */
final class LiveFiles {
  private LiveFiles() {}

  /**
   * Writes {@code report.html}, {@code report.png} and {@code report.json} into a folder.
   *
   * @param json where the JSON goes besides
   * @return why there is no picture, if there is none
   */
  static Optional<String> write(LiveReport report, Path folder, Optional<Path> json) {
    try {
      Files.createDirectories(folder);
      String text = new LiveJson(report).text();
      Files.writeString(folder.resolve("report.json"), text);
      Files.writeString(folder.resolve("report.html"), new LiveHtml(report).text());
      if (json.isPresent()) {
        Files.writeString(json.get(), text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the report into " + folder, e);
    }
    return picture(report, folder.resolve("report.png"));
  }

  /** A machine without fonts cannot draw text; that is no reason to lose the report. */
  private static Optional<String> picture(LiveReport report, Path file) {
    try {
      new LivePicture(report).write(file);
      return Optional.empty();
    } catch (RuntimeException | LinkageError | InternalError noFonts) {
      return Optional.of(
          "there is no picture, because text cannot be drawn here ("
              + noFonts.getMessage()
              + "); on Debian: apt-get install fonts-dejavu-core");
    }
  }
}
