package io.tidewatch.log;

import io.tidewatch.domain.UserException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A user's own rule: what a regular expression finds is replaced by {@code <name>}. */
public record MaskRule(String name, Pattern pattern) {
  private static final String NAME = "[a-z][a-z0-9-]{0,30}";

  public MaskRule {
    if (!name.matches(NAME)) {
      throw new UserException(
          "\"" + name + "\" cannot name a masking rule",
          "it stands in the line instead of the secret and has to be " + NAME,
          "choose a short name, such as customer-id");
    }
    // Otherwise masking a masked line would change it again, or never come to an end.
    if (pattern.matcher("<" + name + ">").find() || pattern.matcher("").find()) {
      throw new UserException(
          "the masking rule " + name + " masks its own mask",
          "the pattern " + pattern + " matches <" + name + "> or an empty text",
          "make the pattern match the secret alone");
    }
  }

  /**
   * Reads a rule as a user writes it.
   *
   * @throws UserException when the pattern is none
   */
  public static MaskRule of(String name, String regex) {
    try {
      return new MaskRule(name, Pattern.compile(regex));
    } catch (PatternSyntaxException malformed) {
      throw new UserException(
          "the masking rule " + name + " has no valid pattern",
          malformed.getDescription() + " in " + regex,
          "write a regular expression as java.util.regex reads it");
    }
  }

  String mask(String line) {
    return pattern.matcher(line).replaceAll(Matcher.quoteReplacement("<" + name + ">"));
  }
}
