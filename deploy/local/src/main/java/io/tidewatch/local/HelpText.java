package io.tidewatch.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The pages that the launcher shows too, even before anything is built. */
final class HelpText {
  private static final String OVERVIEW = "tidewatch";

  private HelpText() {}

  static boolean isAskedFor(List<String> line) {
    return line.contains("--help") || line.contains("-h");
  }

  /** The page of the command that the line names, or the overview. */
  static String of(List<String> line) {
    String topic =
        line.stream()
            .filter(word -> !word.startsWith("-") && !word.equals("help"))
            .findFirst()
            .orElse(OVERVIEW);
    return page(topic);
  }

  private static String page(String topic) {
    try (InputStream text = HelpText.class.getResourceAsStream("help/" + topic + ".txt")) {
      if (text == null) {
        return page(OVERVIEW);
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the help on " + topic, e);
    }
  }
}
