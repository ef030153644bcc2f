package io.tidewatch.loki;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a query with their places; a word that was not expected is Loki's parse error. */
final class QueryTokens {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\G\\s*(?:"
              + "(?<identifier>[A-Za-z_][A-Za-z0-9_]*)"
              + "|(?<string>\"(?:[^\"\\\\\\n]|\\\\.)*\"|`[^`]*`)"
              + "|(?<duration>(?:[0-9]+(?:ns|us|ms|s|m|h|d|w|y))+)"
              + "|(?<number>[0-9]+(?:\\.[0-9]+)?)"
              + "|(?<symbol>\\|=|\\|~|!=|!~|=~|==|>=|<=|[{}()\\[\\],|=<>+*/%^-])"
              + ")");

  /** A kind, the text (of a string: its value) and the column, from 1. */
  record Token(String kind, String text, int column) {}

  private final List<Token> tokens = new ArrayList<>();
  private int next;

  QueryTokens(String query) {
    Matcher matcher = TOKEN.matcher(query);
    int end = 0;
    while (matcher.find()) {
      tokens.add(token(matcher));
      end = matcher.end();
    }
    String rest = query.substring(end);
    if (!rest.isBlank()) {
      int column = end + rest.length() - rest.stripLeading().length() + 1;
      throw error(column, "unexpected " + rest.stripLeading().charAt(0), "");
    }
    tokens.add(new Token("$end", "$end", query.length() + 1));
  }

  private static Token token(Matcher matcher) {
    if (matcher.group("string") != null) {
      String quoted = matcher.group("string");
      String inner = quoted.substring(1, quoted.length() - 1);
      String text = quoted.startsWith("`") ? inner : unescape(inner);
      return new Token("STRING", text, matcher.start("string") + 1);
    }
    for (String kind : List.of("identifier", "duration", "number")) {
      if (matcher.group(kind) != null) {
        String name = kind.toUpperCase(java.util.Locale.ROOT);
        return new Token(name, matcher.group(kind), matcher.start(kind) + 1);
      }
    }
    String symbol = matcher.group("symbol");
    return new Token(symbol, symbol, matcher.start("symbol") + 1);
  }

  private static String unescape(String inner) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < inner.length(); i++) {
      char c = inner.charAt(i);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char escaped = inner.charAt(++i);
      switch (escaped) {
        case 'n' -> text.append('\n');
        case 't' -> text.append('\t');
        case 'r' -> text.append('\r');
        default -> text.append(escaped);
      }
    }
    return text.toString();
  }

  boolean ahead(String kind) {
    return tokens.get(next).kind().equals(kind);
  }

  boolean aheadWord(String word) {
    return ahead("IDENTIFIER") && tokens.get(next).text().equals(word);
  }

  boolean skip(String kind) {
    if (!ahead(kind)) {
      return false;
    }
    next++;
    return true;
  }

  Token take() {
    return tokens.get(next++);
  }

  /** The next word, which must be of that kind. */
  Token take(String kind, String expecting) {
    if (!ahead(kind)) {
      throw unexpected(expecting);
    }
    return take();
  }

  /** Loki's complaint about the next word. */
  Refusal unexpected(String expecting) {
    Token token = tokens.get(next);
    return error(token.column(), "unexpected " + token.kind(), expecting);
  }

  private static Refusal error(int column, String what, String expecting) {
    String expected = expecting.isEmpty() ? "" : ", expecting " + expecting;
    return Refusal.badRequest(
        "parse error at line 1, col " + column + ": syntax error: " + what + expected);
  }
}
