package io.tidewatch.log;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A message as tokens with its parameters masked as {@code <*>}. It depends on the message alone:
 * not on other lines, their order, or what was seen before.
 *
 * <p>A parameter is what looks like one: a word with a digit in it (numbers, times, addresses,
 * identifiers, versions), a quoted text, a secret that was masked. What only varies, such as a
 * user's name, is found by comparing messages ({@link TemplateBook}).
 */
public record TokenPattern(List<String> tokens) implements Comparable<TokenPattern> {
  /** Stands for a parameter. */
  public static final String WILDCARD = "<*>";

  // Of a long message the beginning tells what it is; the rest is data.
  private static final int MOST_CHARACTERS = 2_000;
  private static final int MOST_TOKENS = 40;

  private static final Pattern SECRET = Pattern.compile("<[a-z][a-z0-9-]{0,30}>");
  private static final Pattern QUOTED =
      Pattern.compile("\"[^\"]{0,500}+\"|`[^`]{0,500}+`|(?<=[\\s=:(\\[])'[^'\\s]{1,200}+'");
  private static final Pattern WITH_DIGIT =
      Pattern.compile("[\\p{L}_.-]*+[0-9][\\p{L}\\p{N}_.-]*+");
  private static final Pattern SEQUENCE = Pattern.compile("<\\*>(?:[,:;/.+%@_~-]{0,3}+<\\*>)++");

  public TokenPattern {
    tokens = List.copyOf(tokens);
  }

  /** The pattern of a message; of several lines, the first counts. */
  public static TokenPattern of(String message) {
    String line = message.lines().findFirst().orElse("");
    String text = line.length() > MOST_CHARACTERS ? line.substring(0, MOST_CHARACTERS) : line;
    text = SECRET.matcher(text).replaceAll(WILDCARD);
    text = QUOTED.matcher(text).replaceAll(WILDCARD);
    text = WITH_DIGIT.matcher(text).replaceAll(WILDCARD);
    text = SEQUENCE.matcher(text).replaceAll(WILDCARD);
    List<String> tokens =
        Arrays.stream(text.strip().split("\\s+")).filter(t -> !t.isEmpty()).toList();
    return new TokenPattern(shortened(tokens));
  }

  private static List<String> shortened(List<String> tokens) {
    if (tokens.size() <= MOST_TOKENS) {
      return tokens;
    }
    return java.util.stream.Stream.concat(
            tokens.subList(0, MOST_TOKENS - 1).stream(), java.util.stream.Stream.of(WILDCARD))
        .toList();
  }

  /** Reads a pattern as {@link #text} writes it. */
  public static TokenPattern parse(String text) {
    return new TokenPattern(
        Arrays.stream(text.split(" ")).filter(t -> !t.isEmpty()).collect(Collectors.toList()));
  }

  /** The canonical text: tokens with single spaces between them. */
  public String text() {
    return String.join(" ", tokens);
  }

  /** How many tokens are parameters as a whole. */
  int wildcards() {
    return (int) tokens.stream().filter(WILDCARD::equals).count();
  }

  /** Whether every message of the other pattern is one of this. */
  boolean covers(TokenPattern other) {
    if (tokens.size() != other.tokens.size()) {
      return false;
    }
    for (int i = 0; i < tokens.size(); i++) {
      if (!tokens.get(i).equals(WILDCARD) && !tokens.get(i).equals(other.tokens.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** The share of equal tokens among those that are not parameters in both. */
  double similarity(TokenPattern other) {
    int compared = 0;
    int equal = 0;
    for (int i = 0; i < tokens.size(); i++) {
      boolean same = tokens.get(i).equals(other.tokens.get(i));
      if (same && tokens.get(i).equals(WILDCARD)) {
        continue;
      }
      compared++;
      equal += same ? 1 : 0;
    }
    return compared == 0 ? 1 : (double) equal / compared;
  }

  /** The pattern of both: what differs is a parameter. */
  TokenPattern merged(TokenPattern other) {
    String[] both = new String[tokens.size()];
    for (int i = 0; i < both.length; i++) {
      both[i] = tokens.get(i).equals(other.tokens.get(i)) ? tokens.get(i) : WILDCARD;
    }
    return new TokenPattern(List.of(both));
  }

  @Override
  public int compareTo(TokenPattern other) {
    return text().compareTo(other.text());
  }
}
