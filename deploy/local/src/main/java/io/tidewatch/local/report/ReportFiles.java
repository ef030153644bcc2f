package io.tidewatch.local.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Writes a report in all its forms. */
public final class ReportFiles {
  private ReportFiles() {}

  /**
   * Writes {@code index.html}, {@code report.png} and {@code report.json} into a folder.
   *
   * @return why there is no picture, if there is none
   */
  public static Optional<String> write(Report report, Path folder) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("report.json"), new JsonReport(report).text());
      Files.writeString(folder.resolve("index.html"), new HtmlReport(report).text());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the report into " + folder, e);
    }
    return picture(report, folder.resolve("report.png"));
  }

  /** A machine without fonts cannot draw text; that is no reason to lose the report. */
  private static Optional<String> picture(Report report, Path file) {
    try {
      new PngReport(report).write(file);
      return Optional.empty();
    } catch (RuntimeException | LinkageError | InternalError noFonts) {
      return Optional.of(
          "there is no picture, because text cannot be drawn here ("
              + noFonts.getMessage()
              + "); on Debian: apt-get install fonts-dejavu-core");
    }
  }
}
