package io.tidewatch.loki;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** One condition on a label: equal, not equal, matches, does not match (the whole value). */
record LabelMatcher(String name, String operator, String value, Pattern pattern) {
  static LabelMatcher of(String name, String operator, String value) {
    return new LabelMatcher(name, operator, value, compile("(?s)", value, operator));
  }

  /** Compiles the text of a regular expression operator; of another, its literal text. */
  static Pattern compile(String flags, String value, String operator) {
    if (!operator.endsWith("~")) {
      return Pattern.compile(value, Pattern.LITERAL);
    }
    try {
      return Pattern.compile(flags + value);
    } catch (PatternSyntaxException malformed) {
      throw Refusal.badRequest("parse error : error parsing regexp: " + words(malformed));
    }
  }

  // The recorded wording for the common mistake; the rest is close enough for a person.
  private static String words(PatternSyntaxException malformed) {
    String pattern = malformed.getPattern().replaceFirst("^\\(\\?s\\)", "");
    if (malformed.getDescription().startsWith("Unclosed group")) {
      return "missing closing ): `" + pattern + "`";
    }
    return malformed.getDescription().toLowerCase(java.util.Locale.ROOT) + ": `" + pattern + "`";
  }

  boolean matches(Labels labels) {
    String found = labels.value(name);
    switch (operator) {
      case "=":
        return found.equals(value);
      case "!=":
        return !found.equals(value);
      case "=~":
        return pattern.matcher(found).matches();
      default:
        return !pattern.matcher(found).matches();
    }
  }

  /**
   * Whether it can tell streams apart at all: an equality or pattern that the empty value fails.
   */
  boolean selects() {
    boolean positive = operator.equals("=") || operator.equals("=~");
    return positive && !matches(Labels.NONE);
  }
}
