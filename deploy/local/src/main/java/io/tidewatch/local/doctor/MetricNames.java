package io.tidewatch.local.doctor;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The metrics that a PromQL query reads, by their names: what is left of it without texts, label
 * matchers, ranges, lists of labels, functions and words of the language. No parser: a query that
 * hides a name in {@code __name__} has none here.
 */
final class MetricNames {
  private static final Pattern TEXTS = Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"|'[^']*'|`[^`]*`");
  private static final Pattern COMMENTS = Pattern.compile("#[^\n]*");
  private static final Pattern MATCHERS = Pattern.compile("\\{[^}]*}|\\[[^]]*]");
  private static final Pattern LABELS =
      Pattern.compile(
          "\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern NAME =
      Pattern.compile("(?<![\\w:.])[a-zA-Z_:][\\w:]*+(?!\\s*\\()(?!\\.)");
  private static final Set<String> WORDS =
      Set.of(
          "and",
          "or",
          "unless",
          "bool",
          "offset",
          "atan2",
          "inf",
          "nan",
          "group_left",
          "group_right",
          "by",
          "without",
          "sum",
          "min",
          "max",
          "avg",
          "count",
          "group");

  private MetricNames() {}

  static Set<String> of(String promql) {
    String bare = TEXTS.matcher(promql).replaceAll("\"\"");
    bare = COMMENTS.matcher(bare).replaceAll("");
    bare = MATCHERS.matcher(bare).replaceAll(" ");
    bare = LABELS.matcher(bare).replaceAll(" ");
    Set<String> names = new TreeSet<>();
    Matcher name = NAME.matcher(bare);
    while (name.find()) {
      if (!WORDS.contains(name.group().toLowerCase(Locale.ROOT))) {
        names.add(name.group());
      }
    }
    return names;
  }
}
