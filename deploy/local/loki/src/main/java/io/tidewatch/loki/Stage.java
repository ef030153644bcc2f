package io.tidewatch.loki;

import java.util.Optional;
import java.util.regex.Pattern;

/** A step of a pipeline: lets a line pass, with more labels perhaps, or drops it. */
interface Stage {
  /** What a line has become: its text and the labels it would be grouped by. */
  record Line(String text, Labels labels) {}

  Optional<Line> apply(Line line);

  /** Keeps lines that contain a text or match a pattern, or those that do not. */
  record LineFilter(String operator, Pattern pattern) implements Stage {
    @Override
    public Optional<Line> apply(Line line) {
      boolean found = pattern.matcher(line.text()).find();
      return found == operator.startsWith("|") ? Optional.of(line) : Optional.empty();
    }
  }

  /** Keeps lines whose labels, extracted ones included, fulfil a condition. */
  record LabelFilter(LabelMatcher matcher) implements Stage {
    @Override
    public Optional<Line> apply(Line line) {
      return matcher.matches(line.labels()) ? Optional.of(line) : Optional.empty();
    }
  }
}
