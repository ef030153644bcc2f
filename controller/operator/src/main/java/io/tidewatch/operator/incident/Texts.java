package io.tidewatch.operator.incident;

import io.tidewatch.operator.incident.Incident.Key;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Bounds what is kept and sent of an incident, and names it. */
final class Texts {
  private static final int LINES = 20;
  private static final int LINE = 300;
  private static final int ADVICE = 1_000;
  private static final int NAME = 253;

  private Texts() {}

  /** The same incident, short enough for a journal line of 16 KiB whatever its author wrote. */
  static Incident bounded(Incident incident) {
    return new Incident(
        incident.workload(),
        cut(incident.cause(), NAME),
        cut(incident.subject(), NAME),
        incident.severity(),
        cut(incident.title() == null ? incident.cause() : incident.title(), LINE),
        cut(incident.evidence()),
        cut(incident.attribution()),
        cut(incident.done()),
        cut(incident.advice() == null ? "" : incident.advice(), ADVICE),
        incident.since());
  }

  /** The same for the same cause of the same subject, in every version and after every restart. */
  static String fingerprint(Key key) {
    String text = key.workload() + "\n" + key.cause() + "\n" + key.subject();
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JVM has SHA-256", impossible);
    }
  }

  private static List<String> cut(List<String> lines) {
    return lines.stream().limit(LINES).map(line -> cut(line, LINE)).toList();
  }

  // Not between the two halves of a character: it would be no text any more.
  static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
    return text.substring(0, end) + "…";
  }
}
