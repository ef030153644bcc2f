package io.tidewatch.lab;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reads what the lab says, and names namespaces. */
final class Words {
  private static final int LAST_LINES = 25;
  private static final int LONGEST_LABEL = 63;

  private Words() {}

  /** The last refusal ("error: … cause: … remedy: …") as one sentence, else the last line. */
  static String reason(String said) {
    List<String> lines = said.lines().filter(line -> !line.isBlank()).toList();
    if (lines.isEmpty()) {
      return "it does not say why";
    }
    int error = lastError(lines);
    if (error < 0) {
      return lines.get(lines.size() - 1).strip();
    }
    return lines.subList(error, lines.size()).stream()
        .map(line -> line.strip().replaceFirst("^error: +", "").replaceFirst(": {2,}", ": "))
        .collect(Collectors.joining("; "))
        // what must be set here bears another name
        .replace("TIDEWATCH_LAB_", LabSettings.OVERRIDE);
  }

  private static int lastError(List<String> lines) {
    for (int index = lines.size() - 1; index >= 0; index--) {
      if (lines.get(index).startsWith("error: ")) {
        return index;
      }
    }
    return -1;
  }

  static String lastLines(String said) {
    List<String> lines = said.lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }

  /** A name that Kubernetes takes: t-CLASS-UNIQUE in small letters, 63 characters at most. */
  static String namespace(String className, String unique) {
    String words =
        className
            .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-+", "");
    int room = LONGEST_LABEL - unique.length() - 3;
    String cut = words.substring(0, Math.min(words.length(), room)).replaceAll("-+$", "");
    return cut.isEmpty() ? "t-" + unique : "t-" + cut + "-" + unique;
  }
}
