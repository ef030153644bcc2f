package io.tidewatch.log;

import java.util.regex.Pattern;

/** Knows which lines go on with what was written before them, in Java, Python and Go. */
final class StackTraces {
  private static final Pattern CONTINUES =
      Pattern.compile(
          "^(?:Caused by: |Suppressed: |\\.\\.\\. \\d+ (?:more|common frames)"
              + "|Traceback \\(most recent call last\\):|During handling of the above exception"
              + "|The above exception was the direct cause|goroutine \\d+ \\[|created by "
              + "|(?:[A-Za-z_$][\\w$]*\\.)+[\\w$]*(?:Exception|Error|Throwable)(?::.*)?$)",
          Pattern.DOTALL);
  private static final Pattern PYTHON_END =
      Pattern.compile("^[A-Za-z_][\\w.]*(?::\\s.*)?$", Pattern.DOTALL);

  private StackTraces() {}

  /**
   * Whether a line belongs to the text before it.
   *
   * @param before the line before
   * @param joined whether that already went on with another
   */
  static boolean continues(String before, boolean joined, String line) {
    if (line.startsWith("{")) {
      return false;
    }
    if (line.isBlank()) {
      return joined;
    }
    if (indented(line) || CONTINUES.matcher(line).find()) {
      return true;
    }
    // The last line of a Python trace names the error, after an indented one.
    return joined && indented(before) && PYTHON_END.matcher(line).matches();
  }

  private static boolean indented(String line) {
    return line.startsWith(" ") || line.startsWith("\t");
  }
}
