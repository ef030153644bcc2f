package io.tidewatch.loki;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the part of LogQL that Tidewatch asks: selectors, line filters, {@code | json}, label
 * filters, {@code count_over_time} and {@code rate}, bare or within {@code sum by}. Anything else
 * is answered as Loki answers what it cannot parse.
 */
final class QueryParser {
  private static final Set<String> LINE_FILTERS = Set.of("|=", "!=", "|~", "!~");
  private static final Set<String> MATCHERS = Set.of("=", "!=", "=~", "!~");
  private static final Set<String> COUNTS = Set.of("count_over_time", "rate");

  private final QueryTokens tokens;

  private QueryParser(QueryTokens tokens) {
    this.tokens = tokens;
  }

  static Query parse(String text) {
    if (text.isBlank()) {
      throw Refusal.badRequest("parse error : syntax error: unexpected $end");
    }
    QueryParser parser = new QueryParser(new QueryTokens(text));
    Query query = parser.query();
    parser.tokens.take("$end", "");
    requireSelection(query.selector());
    return query;
  }

  /** A selector alone, as the series and label calls take it. */
  static Query parseSelector(String text) {
    Query query = parse(text);
    if (query.metric().isPresent() || !query.stages().isEmpty()) {
      throw Refusal.badRequest("parse error : only label matchers are supported");
    }
    return query;
  }

  private static void requireSelection(List<LabelMatcher> selector) {
    if (selector.stream().noneMatch(LabelMatcher::selects)) {
      throw Refusal.badRequest(
          "parse error : queries require at least one regexp or equality matcher that does not have"
              + " an empty-compatible value. For instance, app=~\".*\" does not meet this"
              + " requirement, but app=~\".+\" will");
    }
  }

  private Query query() {
    if (tokens.ahead("{")) {
      return new Query(selector(), stages(), Optional.empty());
    }
    if (tokens.aheadWord("sum")) {
      return sum();
    }
    return count(Optional.empty());
  }

  private Query sum() {
    tokens.take();
    Optional<List<String>> before = by();
    tokens.take("(", "");
    Query counted = count(Optional.of(before.orElse(List.of())));
    tokens.take(")", "");
    Optional<List<String>> after = before.isPresent() ? Optional.empty() : by();
    if (after.isEmpty()) {
      return counted;
    }
    Query.Metric metric = counted.metric().orElseThrow();
    return new Query(
        counted.selector(),
        counted.stages(),
        Optional.of(new Query.Metric(metric.rangeNanos(), metric.perSecond(), after)));
  }

  private Optional<List<String>> by() {
    if (!tokens.aheadWord("by")) {
      return Optional.empty();
    }
    tokens.take();
    tokens.take("(", "");
    List<String> names = new ArrayList<>();
    while (!tokens.skip(")")) {
      names.add(tokens.take("IDENTIFIER", "IDENTIFIER or )").text());
      if (!tokens.ahead(")")) {
        tokens.take(",", ", or )");
      }
    }
    return Optional.of(names);
  }

  private Query count(Optional<List<String>> by) {
    if (COUNTS.stream().noneMatch(tokens::aheadWord)) {
      throw tokens.unexpected("");
    }
    boolean perSecond = tokens.take().text().equals("rate");
    tokens.take("(", "");
    List<LabelMatcher> selector = selector();
    List<Stage> stages = stages();
    tokens.take("[", "");
    long range = Times.durationNanos(tokens.take("DURATION", "").text());
    tokens.take("]", "");
    tokens.take(")", "");
    return new Query(selector, stages, Optional.of(new Query.Metric(range, perSecond, by)));
  }

  private List<LabelMatcher> selector() {
    tokens.take("{", "");
    List<LabelMatcher> matchers = new ArrayList<>();
    while (!tokens.skip("}")) {
      matchers.add(matcher());
      if (!tokens.ahead("}")) {
        tokens.take(",", "} or ,");
      }
    }
    return matchers;
  }

  private LabelMatcher matcher() {
    String name = tokens.take("IDENTIFIER", "IDENTIFIER or }").text();
    if (MATCHERS.stream().noneMatch(tokens::ahead)) {
      throw tokens.unexpected("");
    }
    String operator = tokens.take().text();
    return LabelMatcher.of(name, operator, tokens.take("STRING", "STRING").text());
  }

  private List<Stage> stages() {
    List<Stage> stages = new ArrayList<>();
    while (true) {
      if (LINE_FILTERS.stream().anyMatch(tokens::ahead)) {
        String operator = tokens.take().text();
        String text = tokens.take("STRING", "STRING").text();
        stages.add(new Stage.LineFilter(operator, LabelMatcher.compile("", text, operator)));
      } else if (tokens.skip("|")) {
        stages.add(piped());
      } else {
        return stages;
      }
    }
  }

  private Stage piped() {
    if (tokens.aheadWord("json")) {
      tokens.take();
      return new JsonStage();
    }
    return new Stage.LabelFilter(matcher());
  }
}
