package io.tidewatch.log;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Replaces secrets in a line before anything of it is kept: bearer and other authorization tokens,
 * e-mail addresses, card numbers, and what a user's own rules name. Masking twice changes nothing.
 */
public final class Masking {
  // A word that follows "bearer" in prose ("bearer authentication failed") is no token: a token has
  // a digit, a sign, mixed case, or is long.
  private static final String TOKEN =
      "(?=[A-Za-z]*[0-9._~+/=-]|[A-Za-z]*[a-z][A-Z]|[A-Za-z]{20})[A-Za-z0-9._~+/=-]{8,}+";
  private static final Pattern BEARER =
      Pattern.compile("\\b((?i:bearer)[\\s:=\"'\\\\]{1,8}+)" + TOKEN);
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "(?i)\\b(authorization[\"'\\\\]{0,4}+\\s*+[:=]\\s*+[\"'\\\\\\[]{0,4}+"
              + "(?:(?:bearer|basic|token|digest|apikey|negotiate)\\s++)?+)[^\\s\"'\\\\,;<>\\]]++");
  private static final Pattern WEB_TOKEN =
      Pattern.compile("\\beyJ[A-Za-z0-9_-]{6,}+\\.[A-Za-z0-9_-]{4,}+(?:\\.[A-Za-z0-9_-]*+)?");
  // Starts only where a local part can start, so that a long run of letters is looked at once.
  private static final String LOCAL = "\\p{L}\\p{N}._%+'-";
  private static final Pattern EMAIL =
      Pattern.compile(
          "(?<![" + LOCAL + "])[" + LOCAL + "]++@[\\p{L}\\p{N}-]++(?:\\.[\\p{L}\\p{N}-]++)++");

  private final List<MaskRule> own;

  private Masking(List<MaskRule> own) {
    this.own = List.copyOf(own);
  }

  /** The built-in rules. */
  public static Masking standard() {
    return new Masking(List.of());
  }

  /** The built-in rules, then the user's in their order. */
  public static Masking with(List<MaskRule> own) {
    Objects.requireNonNull(own, "own");
    return new Masking(own);
  }

  /** The line without its secrets. */
  public String mask(String line) {
    String masked = line;
    if (containsIgnoringCase(masked, "bearer")) {
      masked = BEARER.matcher(masked).replaceAll("$1<token>");
    }
    if (containsIgnoringCase(masked, "authorization")) {
      masked = AUTHORIZATION.matcher(masked).replaceAll("$1<token>");
    }
    if (masked.contains("eyJ")) {
      masked = WEB_TOKEN.matcher(masked).replaceAll("<token>");
    }
    if (masked.indexOf('@') >= 0) {
      masked = EMAIL.matcher(masked).replaceAll("<email>");
    }
    masked = CardNumbers.mask(masked);
    for (MaskRule rule : own) {
      masked = rule.mask(masked);
    }
    return masked;
  }

  /** The line, masked. */
  public LogLine mask(LogLine line) {
    return line.withText(mask(line.text()));
  }

  private static boolean containsIgnoringCase(String text, String word) {
    int last = text.length() - word.length();
    for (int start = 0; start <= last; start++) {
      if (text.regionMatches(true, start, word, 0, word.length())) {
        return true;
      }
    }
    return false;
  }
}
