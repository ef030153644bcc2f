package io.tidewatch.source;

import io.tidewatch.log.LogLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Reads all lines of a time range, page by page.
 *
 * <p>A page that is full may have cut off lines of its last nanosecond. So those of that nanosecond
 * are put back, and the next page begins with it: nothing is lost, nothing is doubled, and lines
 * that are equal in everything stay apart. If a whole page is of one nanosecond, that one is read
 * stream by stream.
 */
final class LokiPages {
  /** One call for lines from a time on up to but without another, in the order of time. */
  interface Page {
    List<LogLine> read(String logql, long from, long until, int limit) throws QueryFailure;
  }

  /** The streams of a selector that have lines in a range. */
  interface Streams {
    List<Map<String, String>> of(String selector, long from, long until) throws QueryFailure;
  }

  // A page that is too large for Loki's own messages is asked for with an eighth of the lines.
  private static final int SMALLER = 8;

  private final Page page;
  private final Streams streams;
  private final int fullPage;
  private final long most;

  LokiPages(Page page, Streams streams, int fullPage, long most) {
    this.page = page;
    this.streams = streams;
    this.fullPage = fullPage;
    this.most = most;
  }

  List<LogLine> read(String logql, long from, long until) throws QueryFailure {
    List<LogLine> all = new ArrayList<>();
    int limit = fullPage;
    long cursor = from;
    while (cursor < until) {
      List<LogLine> lines;
      try {
        lines = page.read(logql, cursor, until, limit);
      } catch (QueryFailure failure) {
        limit = smaller(limit, failure);
        continue;
      }
      if (lines.size() < limit) {
        all.addAll(lines);
        return all;
      }
      cursor = take(logql, lines, all);
      requireBounded(all.size());
    }
    return all;
  }

  private static int smaller(int limit, QueryFailure failure) throws QueryFailure {
    if (failure.reason() != RangeGap.Reason.EXECUTION || limit == 1) {
      throw failure;
    }
    return Math.max(1, limit / SMALLER);
  }

  /** Keeps what is certain of a full page and says where to go on. */
  private long take(String logql, List<LogLine> lines, List<LogLine> all) throws QueryFailure {
    long first = lines.get(0).at();
    long last = lines.get(lines.size() - 1).at();
    if (first == last) {
      all.addAll(nanosecond(logql, last));
      return last + 1;
    }
    lines.stream().filter(line -> line.at() < last).forEach(all::add);
    return last;
  }

  private List<LogLine> nanosecond(String logql, long at) throws QueryFailure {
    List<LogLine> whole = page.read(logql, at, at + 1, fullPage);
    if (whole.size() < fullPage) {
      return whole;
    }
    int end = selectorEnd(logql);
    List<LogLine> all = new ArrayList<>();
    for (Map<String, String> stream : streams.of(logql.substring(0, end), at, at + 1)) {
      String exact = selector(stream);
      List<LogLine> lines = page.read(exact + logql.substring(end), at, at + 1, fullPage);
      if (lines.size() >= fullPage) {
        throw new QueryFailure(
            RangeGap.Reason.EXECUTION,
            "the stream "
                + exact
                + " has "
                + fullPage
                + " lines or more at one nanosecond, which cannot be read apart:"
                + " give lines their own times where they are written");
      }
      all.addAll(lines);
    }
    return all;
  }

  private void requireBounded(int lines) throws QueryFailure {
    if (lines > most) {
      throw new QueryFailure(
          RangeGap.Reason.EXECUTION,
          "more than " + most + " lines in one slice: narrow the selector or filter the lines");
    }
  }

  /** The position after the selector's closing brace. */
  static int selectorEnd(String logql) throws QueryFailure {
    char quote = 0;
    for (int i = 0; i < logql.length(); i++) {
      char c = logql.charAt(i);
      if (quote == 0 && c == '}') {
        return i + 1;
      }
      if (quote == '"' && c == '\\') {
        i++;
      } else if (quote == c) {
        quote = 0;
      } else if (quote == 0 && (c == '"' || c == '`')) {
        quote = c;
      }
    }
    throw new QueryFailure(RangeGap.Reason.BAD_QUERY, "there is no selector in " + logql);
  }

  private static String selector(Map<String, String> stream) {
    return new TreeMap<>(stream)
        .entrySet().stream()
            .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + '"')
            .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
