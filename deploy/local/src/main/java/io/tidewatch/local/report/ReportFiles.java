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
    return Picture.write(folder.resolve("report.png"), new PngReport(report)::write);
  }
}
