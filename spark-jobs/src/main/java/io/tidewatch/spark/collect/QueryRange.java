package io.tidewatch.spark.collect;

import io.tidewatch.source.StepRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Steps of one query that are to be read. */
record QueryRange(String query, StepRange steps) {
  private static final Pattern FORM = Pattern.compile("([a-z][a-z0-9_]*):(\\d{1,12})-(\\d{1,12})");

  /** The text of some ranges: {@code name:after-until}, with commas between them. */
  static String text(List<QueryRange> ranges) {
    return ranges.stream()
        .map(each -> each.query + ":" + each.steps.after() + "-" + each.steps.until())
        .collect(Collectors.joining(","));
  }

  /**
   * The ranges of a text.
   *
   * @throws IllegalArgumentException when it is none
   */
  static List<QueryRange> parse(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).map(QueryRange::one).toList();
  }

  private static QueryRange one(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("\"" + text + "\" is not name:after-until");
    }
    StepRange steps = new StepRange(Long.parseLong(form.group(2)), Long.parseLong(form.group(3)));
    return new QueryRange(form.group(1), steps);
  }

  /** The same steps without those that lie in two ranges twice, by query and time. */
  static List<QueryRange> merged(List<QueryRange> ranges) {
    List<QueryRange> merged = new ArrayList<>();
    ranges.stream()
        .filter(each -> each.steps.length() > 0)
        .sorted(
            Comparator.comparing(QueryRange::query)
                .thenComparingLong(each -> each.steps.after())
                .thenComparingLong(each -> each.steps.until()))
        .forEach(next -> append(merged, next));
    return List.copyOf(merged);
  }

  private static void append(List<QueryRange> merged, QueryRange next) {
    int last = merged.size() - 1;
    if (last >= 0 && merged.get(last).touches(next)) {
      StepRange before = merged.get(last).steps;
      long until = Math.max(before.until(), next.steps.until());
      merged.set(last, new QueryRange(next.query, new StepRange(before.after(), until)));
      return;
    }
    merged.add(next);
  }

  private boolean touches(QueryRange later) {
    return query.equals(later.query) && later.steps.after() <= steps.until();
  }

  /** Those of these steps that lie in none of the others. */
  List<QueryRange> without(List<QueryRange> others) {
    List<QueryRange> left = new ArrayList<>();
    long after = steps.after();
    for (QueryRange other : merged(others)) {
      if (!other.query.equals(query)
          || other.steps.until() <= after
          || other.steps.after() >= steps.until()) {
        continue;
      }
      if (other.steps.after() > after) {
        left.add(new QueryRange(query, new StepRange(after, other.steps.after())));
      }
      after = other.steps.until();
    }
    if (after < steps.until()) {
      left.add(new QueryRange(query, new StepRange(after, steps.until())));
    }
    return left;
  }

  /** Those of these steps that lie within others. */
  Optional<QueryRange> within(StepRange window) {
    long after = Math.max(steps.after(), window.after());
    long until = Math.min(steps.until(), window.until());
    return after < until
        ? Optional.of(new QueryRange(query, new StepRange(after, until)))
        : Optional.empty();
  }
}
