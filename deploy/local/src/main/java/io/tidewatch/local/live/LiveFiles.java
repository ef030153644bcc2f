package io.tidewatch.local.live;

import io.tidewatch.local.report.Picture;
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
    return Picture.write(folder.resolve("report.png"), new LivePicture(report)::write);
  }
}
